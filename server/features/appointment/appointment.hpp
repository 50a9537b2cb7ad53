#pragma once
// What other features may use of appointments.
//
// How the streams fold (the client's reducers do the same):
// - day:<person>: `changed` replaces or inserts, also one that was called off; `gone` takes out. Order:
//   starts_at, then appointment_id. What is over for a day is left out of a new picture only. `starting` and
//   `missing` are told and change nothing. Holds: see slot.hpp.
// - calendar:<booth>:staff: `staff_changed` replaces or inserts, and takes out one that was called off; same
//   order. `team_missing` changes nothing. Those of a day that is over are left out of a new picture only.
//   Slots: see slot.hpp.
// A person appears in an appointment as they appeared when it was made or given; a proposal shows the slot as
// it was when it was proposed.
//
// What happens at its time (durable timers): five minutes before, both are told; at the start the talk opens;
// three minutes later who is there is told that the other one is not; ten minutes after the start it is
// decided who did not come, or they talk; what nobody finishes is over at twice its length.
//
// Where the fair could not be entered (the server was down, or took no entries), that is nobody's fault: the
// talk opens as soon as it can until the appointed end, and three, ten and fifteen minutes are minutes in
// which both could come, which the fair finds by looking once a minute. Who had less than that until the end
// has missed nothing: the appointment is cancelled by the fair itself, `not_held`, and both are written to.
//
// A group round is several appointments in one slot, each with a state of its own, and one talk: who has a
// seat is in it, who loses the seat leaves it, who books after it has opened joins. The team checks in,
// begins, extends and finishes for the whole round by any appointment of it (round.hpp).

#include <vector>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::appointment {

using storage::Transaction;

/// Commands, the streams `day:<person>` and `calendar:<booth>:staff`, and migrations.
void attach(realtime::Registry& registry);
std::vector<storage::Migration> migrations();

/// Calls off what is to come at a booth that is no more, ends its waiting list, and removes its slots; before
/// the booth's team goes.
void remove_booth(Transaction& tx, protocol::BoothId booth);

}  // namespace stollen::appointment
