#include "server/features/appointment/appointment_entry.hpp"

#include <fmt/format.h>

#include "server/features/fair/fair.hpp"
#include "server/mail/public_url.hpp"

namespace stollen::appointment {
namespace {

std::string lines_of(const Appointment& appointment) {
  std::string lines;
  for (const auto& text : {appointment.title, appointment.job_title, appointment.reason}) {
    if (text) lines += *text + "\n";
  }
  return lines;
}

}  // namespace

std::optional<Notice> find_notice(Transaction& tx, AppointmentId id) {
  auto row = tx.one<std::string, std::string, std::int64_t, Timestamp, PersonId, Timestamp>(
      "SELECT uid, organizer, sequence, starts_at, person_id, changed_at FROM appointment_notice "
      "WHERE appointment_id = $1",
      id);
  if (!row) return std::nullopt;
  auto& [uid, organizer, sequence, starts_at, person_id, changed_at] = *row;
  return Notice{.uid = std::move(uid),
                .organizer = std::move(organizer),
                .sequence = sequence,
                .starts_at = starts_at,
                .person_id = person_id,
                .changed_at = changed_at};
}

Notice new_notice(Transaction& tx, const Appointment& appointment) {
  const std::string host = mail::host_of(mail::public_url(tx));
  std::string organizer = fair::contact_email(tx);
  if (organizer.empty()) organizer = "messe@" + host;
  return {.uid = fmt::format("{}@{}", appointment.appointment_id.text(), host),
          .organizer = std::move(organizer),
          .sequence = appointment.sequence,
          .starts_at = appointment.starts_at,
          .person_id = appointment.person_id,
          .changed_at = tx.now()};
}

void keep_notice(Transaction& tx, const Appointment& appointment, const Notice& notice) {
  tx.run(
      "INSERT INTO appointment_notice (appointment_id, uid, organizer, sequence, starts_at, person_id, "
      "changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (appointment_id) DO UPDATE SET "
      "sequence = excluded.sequence, starts_at = excluded.starts_at, person_id = excluded.person_id, "
      "changed_at = excluded.changed_at",
      appointment.appointment_id, notice.uid, notice.organizer, appointment.sequence, appointment.starts_at,
      appointment.person_id, tx.now());
}

calendar::Entry entry_of(Transaction& tx, const Appointment& appointment, const Notice& notice,
                         Reader reader) {
  const bool is_visitor = reader == Reader::visitor;
  const std::string page = mail::public_url(tx) + "/day";
  return {.uid = notice.uid,
          .sequence = appointment.sequence,
          .start = appointment.starts_at,
          .length = std::chrono::minutes(appointment.minutes),
          .zone = fair::zone(tx),
          .summary = is_visitor ? fmt::format("{}: {}", appointment.booth_name, appointment.name)
                                : fmt::format("{}: {}", appointment.visitor.name, appointment.booth_name),
          .description = lines_of(appointment) + page,
          .location = page,
          .url = page,
          .organizer = calendar::Person{.name = appointment.booth_name, .email = notice.organizer},
          .created = appointment.booked_at,
          .changed = notice.changed_at,
          .is_cancelled = appointment.state == protocol::AppointmentState::cancelled,
          // Colleagues who see a calendar need not know who looks for work.
          .is_private = is_visitor};
}

std::string calendar_of_person(Transaction& tx, PersonId person, const std::vector<Appointment>& appointments,
                               std::string_view name) {
  std::vector<calendar::Entry> entries;
  for (const Appointment& appointment : appointments) {
    const auto notice = find_notice(tx, appointment.appointment_id);
    entries.push_back(entry_of(tx, appointment, notice ? *notice : new_notice(tx, appointment),
                               appointment.visitor.person_id == person ? Reader::visitor : Reader::team));
  }
  return calendar::calendar_text(calendar::Method::publish, entries, name);
}

}  // namespace stollen::appointment
