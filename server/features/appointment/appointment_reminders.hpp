#pragma once
// Reminders by mail, a day and an hour before, to both sides.

#include "protocol/generated/cpp/appointment.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::appointment {

using protocol::Appointment;
using storage::Transaction;

/// What is done when a reminder is due.
void attach_reminders(realtime::Registry& registry);

/// For an appointment with a new time: reminders whose moment is over already are none.
void set_reminders(Transaction& tx, const Appointment& appointment);
void cancel_reminders(Transaction& tx, const Appointment& appointment);

}  // namespace stollen::appointment
