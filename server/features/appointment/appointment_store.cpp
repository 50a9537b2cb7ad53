#include "server/features/appointment/appointment_store.hpp"

#include "protocol/generated/cpp/streams.hpp"
#include "server/features/account/account.hpp"

/// The columns of a row in the order of the table, with the visitor's five as one person.
template <>
struct stollen::storage::Column<stollen::appointment::Stored> {
  static stollen::appointment::Stored read(const Row& row, int first) {
    using namespace stollen;
    using Text = std::string;
    using MaybeText = std::optional<std::string>;
    int at = first;
    const auto next = [&row, &at]<class T>(std::type_identity<T>, int width = 1) {
      const int here = at;
      at += width;
      return Column<T>::read(row, here);
    };
    appointment::Stored stored;
    auto& a = stored.appointment;
    a.appointment_id = next(std::type_identity<protocol::AppointmentId>{});
    a.slot_id = next(std::type_identity<protocol::SlotId>{});
    stored.seat_id = next(std::type_identity<slot::SeatId>{});
    a.booth_id = next(std::type_identity<protocol::BoothId>{});
    a.booth_slug = next(std::type_identity<Text>{});
    a.booth_name = next(std::type_identity<Text>{});
    a.person_id = next(std::type_identity<protocol::PersonId>{});
    a.name = next(std::type_identity<Text>{});
    a.visitor = next(std::type_identity<protocol::Person>{}, 5);
    a.starts_at = next(std::type_identity<protocol::Timestamp>{});
    a.minutes = next(std::type_identity<std::int64_t>{});
    a.is_round = next(std::type_identity<bool>{});
    a.title = next(std::type_identity<MaybeText>{});
    a.state = next(std::type_identity<protocol::AppointmentState>{});
    a.reason = next(std::type_identity<MaybeText>{});
    a.job_id = next(std::type_identity<std::optional<protocol::JobId>>{});
    a.job_title = next(std::type_identity<MaybeText>{});
    a.zone = next(std::type_identity<Text>{});
    a.sequence = next(std::type_identity<std::int64_t>{});
    a.booked_at = next(std::type_identity<protocol::Timestamp>{});
    a.by_staff = next(std::type_identity<bool>{});
    a.cancelled_by = next(std::type_identity<std::optional<protocol::PersonId>>{});
    a.cancel_reason = next(std::type_identity<MaybeText>{});
    a.conversation_id = next(std::type_identity<std::optional<protocol::ConversationId>>{});
    stored.note = next(std::type_identity<MaybeText>{});
    return stored;
  }
};

namespace stollen::appointment {
namespace {

namespace messages = protocol::appointment;
using protocol::AppointmentState;

#define STOLLEN_APPOINTMENT_COLUMNS                                                                     \
  "id, slot_id, seat_id, booth_id, booth_slug, booth_name, person_id, name, visitor_id, visitor_name, " \
  "visitor_booth_id, visitor_booth_name, visitor_is_team, starts_at, minutes, is_round, title, state, " \
  "reason, job_id, job_title, zone, sequence, booked_at, by_staff, cancelled_by, cancel_reason, "       \
  "conversation_id, note "

std::vector<protocol::Appointment> shown(std::vector<Stored> rows) {
  std::vector<protocol::Appointment> appointments;
  appointments.reserve(rows.size());
  for (Stored& row : rows) appointments.push_back(std::move(row.appointment));
  return appointments;
}

}  // namespace

std::optional<Stored> find(Transaction& tx, AppointmentId id) {
  return tx.one<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS "FROM appointment WHERE id = $1", id);
}

std::vector<Stored> active_in(Transaction& tx, SlotId slot) {
  return tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                        "FROM appointment WHERE slot_id = $1 AND state IN ('booked', 'checked_in', "
                        "'in_progress') ORDER BY id",
                        slot);
}

std::vector<AppointmentId> active_at(Transaction& tx, BoothId booth) {
  return tx.all<AppointmentId>(
      "SELECT id FROM appointment WHERE booth_id = $1 AND state IN ('booked', 'checked_in', 'in_progress') "
      "ORDER BY id",
      booth);
}

void insert(Transaction& tx, const Stored& stored) {
  const auto& a = stored.appointment;
  tx.run(
      "INSERT INTO appointment (" STOLLEN_APPOINTMENT_COLUMNS
      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
      "$21, $22, $23, $24, $25, $26, $27, $28, $29)",
      a.appointment_id, a.slot_id, stored.seat_id, a.booth_id, a.booth_slug, a.booth_name, a.person_id,
      a.name, a.visitor.person_id, a.visitor.name, a.visitor.booth_id, a.visitor.booth_name,
      a.visitor.is_team, a.starts_at, a.minutes, a.is_round, a.title, a.state, a.reason, a.job_id,
      a.job_title, a.zone, a.sequence, a.booked_at, a.by_staff, a.cancelled_by, a.cancel_reason,
      a.conversation_id, stored.note);
}

void update(Transaction& tx, const Stored& stored) {
  const auto& a = stored.appointment;
  tx.run(
      "UPDATE appointment SET slot_id = $2, seat_id = $3, person_id = $4, name = $5, starts_at = $6, "
      "minutes = $7, is_round = $8, title = $9, state = $10, sequence = $11, cancelled_by = $12, "
      "cancel_reason = $13, note = $14 WHERE id = $1",
      a.appointment_id, a.slot_id, stored.seat_id, a.person_id, a.name, a.starts_at, a.minutes, a.is_round,
      a.title, a.state, a.sequence, a.cancelled_by, a.cancel_reason, stored.note);
}

std::vector<protocol::Appointment> day_of(Transaction& tx, PersonId person) {
  return shown(
      tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                     "FROM appointment WHERE (visitor_id = $1 OR person_id = $1) AND starts_at >= $2 "
                     "- minutes * 60000 ORDER BY starts_at, id LIMIT 500",
                     person, tx.now() - std::chrono::hours(24)));
}

std::vector<protocol::Appointment> all_of(Transaction& tx, PersonId visitor) {
  return shown(
      tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                     "FROM appointment WHERE visitor_id = $1 ORDER BY starts_at DESC, id DESC LIMIT 500",
                     visitor));
}

std::vector<protocol::StaffAppointment> calendar_of(Transaction& tx, BoothId booth) {
  std::vector<protocol::StaffAppointment> appointments;
  for (Stored& row :
       tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                      "FROM appointment WHERE booth_id = $1 AND starts_at >= $2 AND state <> 'cancelled' "
                      "ORDER BY starts_at, id LIMIT 2000",
                      booth, slot::day_start(tx))) {
    appointments.push_back({.appointment = std::move(row.appointment), .note = std::move(row.note)});
  }
  return appointments;
}

void add_step(Transaction& tx, AppointmentId id, std::string_view step,
              const std::optional<protocol::Person>& by, const std::optional<std::string>& text) {
  const auto who = by.value_or(protocol::Person{});
  tx.run(
      "INSERT INTO appointment_step (appointment_id, n, at, step, by_id, by_name, by_booth_id, "
      "by_booth_name, "
      "by_is_team, text) VALUES ($1, (SELECT COALESCE(MAX(n), 0) + 1 FROM appointment_step WHERE "
      "appointment_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)",
      id, tx.now(), step, by ? std::optional(who.person_id) : std::nullopt,
      by ? std::optional(who.name) : std::nullopt, who.booth_id, who.booth_name, who.is_team, text);
}

std::vector<protocol::AppointmentStep> steps_of(Transaction& tx, AppointmentId id) {
  std::vector<protocol::AppointmentStep> steps;
  for (auto& [at, step, by_id, by, text] :
       tx.all<Timestamp, std::string, std::optional<PersonId>, protocol::Person, std::optional<std::string>>(
           "SELECT at, step, by_id, by_id, by_name, by_booth_id, by_booth_name, by_is_team, text "
           "FROM appointment_step WHERE appointment_id = $1 ORDER BY n LIMIT 100",
           id)) {
    protocol::AppointmentStep line{.at = at, .step = std::move(step), .by = {}, .text = std::move(text)};
    if (by_id) line.by = std::move(by);
    steps.push_back(std::move(line));
  }
  return steps;
}

void tell(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  tx.publish(protocol::DayStream::name(appointment.visitor.person_id),
             messages::ChangedEvent{.appointment = appointment});
  if (appointment.person_id != appointment.visitor.person_id) {
    tx.publish(protocol::DayStream::name(appointment.person_id),
               messages::ChangedEvent{.appointment = appointment});
  }
  if (appointment.starts_at < slot::day_start(tx)) return;  // no calendar shows it any more
  tx.publish(protocol::CalendarStaffStream::name(appointment.booth_id),
             messages::StaffChangedEvent{.appointment = {.appointment = appointment, .note = stored.note}});
}

void tell_old_member(Transaction& tx, const Stored& stored, PersonId member_before) {
  const auto& appointment = stored.appointment;
  if (member_before == appointment.person_id || member_before == appointment.visitor.person_id) return;
  tx.publish(protocol::DayStream::name(member_before),
             messages::GoneEvent{.appointment_id = appointment.appointment_id});
}

#undef STOLLEN_APPOINTMENT_COLUMNS

}  // namespace stollen::appointment
