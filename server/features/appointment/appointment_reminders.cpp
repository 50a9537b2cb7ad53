#include "server/features/appointment/appointment_reminders.hpp"

#include <array>

#include "server/features/appointment/appointment_mails.hpp"
#include "server/features/appointment/appointment_store.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/timers.hpp"

namespace stollen::appointment {
namespace {

using namespace std::chrono_literals;
using protocol::AppointmentState;

struct Kind {
  std::string_view name;  ///< of the timer too
  std::chrono::milliseconds before;
};
constexpr Kind kDay{"appointment.remind_day", 24h};
constexpr Kind kHour{"appointment.remind_hour", 1h};
constexpr std::array kKinds{kDay, kHour};
/// What would be reminded of within this time goes into the same mail.
constexpr std::chrono::milliseconds kTogether = 30min;

bool is_to_come(const Appointment& appointment, Timestamp now) {
  const bool is_settled =
      appointment.state == AppointmentState::booked || appointment.state == AppointmentState::checked_in;
  return is_settled && appointment.starts_at > now;
}

/// Takes the reminder: true for exactly one caller.
bool take(Transaction& tx, const Kind& kind, PersonId person, const Appointment& appointment) {
  return tx.changed(
             "INSERT INTO appointment_reminder (appointment_id, person_id, kind, starts_at) "
             "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
             appointment.appointment_id, person, kind.name, appointment.starts_at) > 0;
}

/// One mail about this appointment and the others of the person that would be reminded of soon.
void remind(Transaction& tx, const Kind& kind, PersonId person, const Appointment& due) {
  if (!take(tx, kind, person, due)) return;  // it was in the mail about another one
  const auto reader_of = [person](const Appointment& appointment) {
    return appointment.visitor.person_id == person ? Reader::visitor : Reader::team;
  };
  auto mail = mail_to(tx, person, due, reader_of(due));
  if (!mail) return;
  mail->text = mail::Text::appointment_reminder;
  mail->appointments.push_back(item_of(tx, due, reader_of(due)));
  for (const Appointment& other : day_of(tx, person)) {
    const auto moment =
        storage::timer_due_at(tx, kind.name, other.appointment_id.text());  // none: not owed, or done
    if (!moment || *moment > tx.now() + kTogether || !is_to_come(other, tx.now())) continue;
    if (take(tx, kind, person, other)) mail->appointments.push_back(item_of(tx, other, reader_of(other)));
  }
  mail::enqueue(tx, *mail);
}

void remind_both(Transaction& tx, const Kind& kind, std::string_view subject) {
  const auto id = AppointmentId::parse(subject);
  const auto stored = id ? find(tx, *id) : std::nullopt;
  if (!stored || !is_to_come(stored->appointment, tx.now())) return;
  const Appointment& appointment = stored->appointment;
  // The server was down over the day before: the hour's reminder says it all.
  if (kind.name == kDay.name && appointment.starts_at - kHour.before <= tx.now()) return;
  remind(tx, kind, appointment.visitor.person_id, appointment);
  if (appointment.person_id != appointment.visitor.person_id)
    remind(tx, kind, appointment.person_id, appointment);
}

}  // namespace

void attach_reminders(realtime::Registry& registry) {
  for (const Kind& kind : kKinds) {
    registry.timer(kind.name,
                   [kind](Transaction& tx, std::string_view subject) { remind_both(tx, kind, subject); });
  }
}

void set_reminders(Transaction& tx, const Appointment& appointment) {
  for (const Kind& kind : kKinds) {
    const Timestamp due = appointment.starts_at - kind.before;
    const std::string id = appointment.appointment_id.text();
    if (due > tx.now()) {
      storage::set_timer(tx, kind.name, id, due);
    } else {
      storage::cancel_timer(tx, kind.name, id);
    }
  }
}

void cancel_reminders(Transaction& tx, const Appointment& appointment) {
  for (const Kind& kind : kKinds) storage::cancel_timer(tx, kind.name, appointment.appointment_id.text());
}

}  // namespace stollen::appointment
