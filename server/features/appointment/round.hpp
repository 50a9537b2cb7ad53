#pragma once
// Appointments of a group round: each visitor has one of their own, in one slot; they talk together.

#include <vector>

#include "server/features/appointment/meeting.hpp"

namespace stollen::appointment {

/// Those who meet together: of a round everybody who has a seat still, else the appointment alone.
std::vector<Stored> together_with(Transaction& tx, const Stored& stored);

/// The round's talk for this visitor: it opens with the first of them.
void open_round_for(Transaction& tx, Stored& stored);
/// Who books, or moves, into a round that is open already is in its talk at once, and finds the team there.
/// Tells nobody.
void enter_round(Transaction& tx, Stored& stored);
/// Whose seat is gone is in the round's talk no more. Tells nobody of the appointment.
void leave_round(Transaction& tx, Stored& stored);

/// The team begins with everybody who is there; for the others the talk is open. False: nobody is there.
bool begin_together(Transaction& tx, const Stored& stored, const protocol::Person& member);
/// The fair itself begins with a visitor: in a round that runs already with whoever has it.
std::optional<Stored> begin_by_itself(Transaction& tx, const Stored& stored);
/// A round that runs takes the visitor in as soon as they are there.
bool runs_already(Transaction& tx, const Stored& stored);
/// The team is there for everybody who has a seat. Nothing for those who knew.
void mark_team_here(Transaction& tx, const Stored& stored, const protocol::Person& by);
/// Everybody who talks is done. False: nobody talks.
bool finish_together(Transaction& tx, const Stored& stored, const protocol::Person& by);
/// Everybody who talks stays on, until one common end. Errors: appointment.not_now, no_next; the unit must
/// then be undone.
Result<void> extend_together(Transaction& tx, const Stored& stored, const protocol::Person& by);

}  // namespace stollen::appointment
