#pragma once
// Steps that several commands and timers have in common.

#include <optional>
#include <string>

#include "server/core/result.hpp"
#include "server/features/appointment/appointment_store.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::appointment {

/// Sets what the fair does before and at an appointment's start, or moves it with it; the looks after the
/// start begin when the talk opens.
void set_timers(Transaction& tx, const Appointment& appointment);
/// No looks any more at one that had opened.
void stop_looking(Transaction& tx, AppointmentId id);
void cancel_timers(Transaction& tx, AppointmentId id);
/// A talk that runs is over at twice its length, and never before a whole length from now.
void set_end_timer(Transaction& tx, const Appointment& appointment, std::int64_t minutes_from_now);
void set_proposal_timer(Transaction& tx, AppointmentId id, Timestamp until);
void cancel_proposal_timer(Transaction& tx, AppointmentId id);
/// What is done when they are due.
void attach_timers(realtime::Registry& registry);

/// done, no_show or cancelled: with everything that ends with an appointment, told to everybody. `by` absent:
/// the fair itself. Nothing: it was in a state from which the step does not lead.
std::optional<Stored> end_by(Transaction& tx, AppointmentId id, Step step, const Marks& marks,
                             const std::optional<protocol::Person>& by,
                             const std::optional<std::string>& text = {});

/// The visitor is there. Nothing: not booked any more.
std::optional<Stored> check_visitor_in(Transaction& tx, AppointmentId id,
                                       const std::optional<protocol::Person>& by);

/// They talk, and `member` has the appointment from then on. `by` absent: the fair itself. Nothing: the
/// visitor is not checked in.
std::optional<Stored> begin_with(Transaction& tx, const Stored& stored, const protocol::Person& member,
                                 const std::optional<protocol::Person>& by);

/// Opens the talk, if none is open, and notes it in `stored`. Tells nobody.
void open_talk(Transaction& tx, Stored& stored);
/// The member takes part in the talk that is open.
void join_talk(Transaction& tx, const Stored& stored);

Presence presence_in(Transaction& tx, const Stored& stored);

/// Takes a new seat's slot as the visitor's place, `moved` by the visitor. Errors: appointment.over.
Result<Stored> settle_at(Transaction& tx, Stored stored, const slot::TakenSeat& taken);

/// Frees the seat of a proposal, if there is one, and takes it from `stored`. Tells nobody of the
/// appointment.
void drop_proposal(Transaction& tx, Stored& stored);

}  // namespace stollen::appointment
