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
Result<messages::List::Reply> list(Transaction& tx, const Caller& caller, const messages::List& command);
Result<messages::GetHistory::Reply> get_history(Transaction& tx, const Caller& caller,
                                                const messages::GetHistory& command);

}  // namespace stollen::appointment
