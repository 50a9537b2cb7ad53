#pragma once

#include "server/core/result.hpp"
#include "server/features/appointment/appointment.hpp"
#include "server/features/appointment/appointment_store.hpp"
#include "server/realtime/caller.hpp"

namespace stollen::appointment {

using realtime::Caller;
namespace messages = protocol::appointment;

/// THE way to an appointment: for its visitor, its member, those who manage the booth's calendar. Whatever is
/// not the caller's is session.not_found, like what does not exist.
struct Access {
  Stored stored;
  bool is_visitor = false;
  bool is_staff = false;  ///< member, team or organiser
  bool is_team = false;   ///< member or team
};
Result<Access> access(Transaction& tx, const Caller& caller, AppointmentId id);

Result<messages::Book::Reply> book(Transaction& tx, const Caller& caller, const messages::Book& command);
Result<messages::BookFor::Reply> book_for(Transaction& tx, const Caller& caller,
                                          const messages::BookFor& command);
Result<messages::Move::Reply> move(Transaction& tx, const Caller& caller, const messages::Move& command);
Result<messages::Cancel::Reply> cancel(Transaction& tx, const Caller& caller,
                                       const messages::Cancel& command);
Result<messages::Reassign::Reply> reassign(Transaction& tx, const Caller& caller,
                                           const messages::Reassign& command);

// meeting_commands.cpp
Result<messages::CheckIn::Reply> check_in(Transaction& tx, const Caller& caller,
                                          const messages::CheckIn& command);
Result<messages::Begin::Reply> begin(Transaction& tx, const Caller& caller, const messages::Begin& command);
Result<messages::Finish::Reply> finish(Transaction& tx, const Caller& caller,
                                       const messages::Finish& command);
Result<messages::Extend::Reply> extend(Transaction& tx, const Caller& caller,
                                       const messages::Extend& command);
Result<messages::ReportNoShow::Reply> report_no_show(Transaction& tx, const Caller& caller,
                                                     const messages::ReportNoShow& command);

// proposal_commands.cpp
Result<messages::Propose::Reply> propose(Transaction& tx, const Caller& caller,
                                         const messages::Propose& command);
Result<messages::Accept::Reply> accept(Transaction& tx, const Caller& caller,
                                       const messages::Accept& command);
Result<messages::Decline::Reply> decline(Transaction& tx, const Caller& caller,
                                         const messages::Decline& command);

// list_commands.cpp
Result<messages::List::Reply> list(Transaction& tx, const Caller& caller, const messages::List& command);
Result<messages::GetHistory::Reply> get_history(Transaction& tx, const Caller& caller,
                                                const messages::GetHistory& command);
Result<messages::ListConflicts::Reply> list_conflicts(Transaction& tx, const Caller& caller,
                                                      const messages::ListConflicts& command);

}  // namespace stollen::appointment
