#include "server/features/appointment/appointment_store.hpp"

#include <type_traits>

#include "protocol/cpp/stored_json.hpp"
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
    a.visitor_here = next(std::type_identity<bool>{});
    a.team_here = next(std::type_identity<bool>{});
    a.missed_by = next(std::type_identity<std::optional<protocol::Side>>{});
    if (const auto proposal = next(std::type_identity<MaybeText>{}))
      a.proposal = protocol::from_stored<protocol::Proposal>(*proposal);
    stored.proposal_seat = next(std::type_identity<std::optional<slot::SeatId>>{});
    stored.talk_n = next(std::type_identity<std::int64_t>{});
    const auto opened_at = next(std::type_identity<std::optional<protocol::Timestamp>>{});
    const auto seen_at = next(std::type_identity<std::optional<protocol::Timestamp>>{});
    if (opened_at && seen_at) stored.opening = {.opened_at = *opened_at, .seen_at = *seen_at};
    if (next(std::type_identity<bool>{})) a.not_held = true;
    return stored;
  }
};

namespace stollen::appointment {
namespace {

#define STOLLEN_APPOINTMENT_COLUMNS                                                                     \
  "id, slot_id, seat_id, booth_id, booth_slug, booth_name, person_id, name, visitor_id, visitor_name, " \
  "visitor_booth_id, visitor_booth_name, visitor_is_team, starts_at, minutes, is_round, title, state, " \
  "reason, job_id, job_title, zone, sequence, booked_at, by_staff, cancelled_by, cancel_reason, "       \
  "conversation_id, note, visitor_here, team_here, missed_by, proposal, proposal_seat, talk_n, "        \
  "opened_at, seen_at, not_held "

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

std::vector<protocol::Appointment> day_of(Transaction& tx, PersonId person) {
  return shown(
      tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                     "FROM appointment WHERE (visitor_id = $1 OR person_id = $1) AND starts_at >= $2 "
                     "- minutes * 60000 ORDER BY starts_at, id LIMIT 500",
                     person, tx.now() - std::chrono::hours(24)));
}

std::vector<protocol::Appointment> of_since(Transaction& tx, PersonId person, Timestamp from) {
  return shown(
      tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                     "FROM appointment WHERE (visitor_id = $1 OR person_id = $1) AND starts_at >= $2 "
                     "ORDER BY starts_at, id LIMIT 1000",
                     person, from));
}

std::vector<protocol::Appointment> all_of(Transaction& tx, PersonId visitor) {
  return shown(
      tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                     "FROM appointment WHERE visitor_id = $1 ORDER BY starts_at DESC, id DESC LIMIT 500",
                     visitor));
}

std::vector<protocol::Appointment> to_come(Transaction& tx, std::optional<BoothId> booth) {
  return shown(tx.all<Stored>("SELECT " STOLLEN_APPOINTMENT_COLUMNS
                              "FROM appointment WHERE ($1 = '' OR booth_id = $1) AND starts_at > $2 "
                              "AND state IN ('booked', 'checked_in') ORDER BY starts_at, id",
                              booth ? booth->text() : std::string{}, tx.now()));
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

#undef STOLLEN_APPOINTMENT_COLUMNS

}  // namespace stollen::appointment
