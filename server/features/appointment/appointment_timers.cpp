// What the fair does by itself. Each look finds out anew how the appointment stands: it may have been moved,
// called off or begun in the very moment before.
#include <algorithm>

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/fair/fair.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/timers.hpp"

namespace stollen::appointment {
namespace {

namespace messages = protocol::appointment;

constexpr std::string_view kNotice = "appointment.notice", kOpen = "appointment.open",
                           kGraceOver = "appointment.grace", kCloseDue = "appointment.close",
                           kEnd = "appointment.end", kProposal = "appointment.proposal";

bool is_to_begin(const Appointment& appointment) {
  return appointment.state == AppointmentState::booked || appointment.state == AppointmentState::checked_in;
}

void give_notice(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  if (!is_to_begin(appointment) || tx.now() >= end_of(appointment)) return;
  const messages::StartingEvent event{.appointment_id = appointment.appointment_id};
  tx.publish(protocol::DayStream::name(appointment.visitor.person_id), event);
  if (appointment.person_id != appointment.visitor.person_id)
    tx.publish(protocol::DayStream::name(appointment.person_id), event);
}

void open_by_itself(Transaction& tx, Stored& stored) {
  // Where nobody can write any more, or the time was slept through, there is nothing to open.
  const bool is_late = tx.now() >= end_of(stored.appointment);
  if (!is_to_begin(stored.appointment) || is_late || !fair::takes_entries(tx)) return;
  open_talk(tx, stored);
  add_step(tx, stored.appointment.appointment_id, "opened", std::nullopt);
  tell(tx, stored);
}

void end_grace(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  if (!is_to_begin(appointment)) return;
  const auto presence = presence_in(tx, stored);
  if (presence.visitor == presence.team) return;
  const PersonId waiting = presence.visitor ? appointment.visitor.person_id : appointment.person_id;
  tx.publish(protocol::DayStream::name(waiting),
             messages::MissingEvent{.appointment_id = appointment.appointment_id,
                                    .side = presence.visitor ? Side::team : Side::visitor});
}

/// Who wrote without checking in was there all the same.
std::optional<Stored> with_visitor_in(Transaction& tx, const Stored& stored) {
  if (stored.appointment.state != AppointmentState::booked) return stored;
  return check_visitor_in(tx, stored.appointment.appointment_id, std::nullopt);
}

void close(Transaction& tx, Stored& stored) {
  const auto id = stored.appointment.appointment_id;
  switch (judge(stored.appointment, presence_in(tx, stored), tx.now())) {
    case Verdict::nothing: return;
    case Verdict::visitor_missed:
      end_by(tx, id, Step::visitor_missed, {.missed_by = Side::visitor}, std::nullopt);
      return;
    case Verdict::begin:
      if (const auto there = with_visitor_in(tx, stored)) begin_by(tx, *there, std::nullopt);
      return;
    case Verdict::wait_for_team:
      storage::set_timer(tx, kCloseDue, id.text(), stored.appointment.starts_at + kTeamLast);
      if (stored.appointment.state != AppointmentState::booked) return;
      if (const auto there = with_visitor_in(tx, stored)) tell(tx, *there);
      return;
    case Verdict::team_missed:
      if (with_visitor_in(tx, stored))
        end_by(tx, id, Step::team_missed, {.missed_by = Side::team}, std::nullopt);
      return;
  }
}

void end(Transaction& tx, Stored& stored) {
  end_by(tx, stored.appointment.appointment_id, Step::finish, {}, std::nullopt);
}

void end_proposal(Transaction& tx, Stored& stored) {
  if (!stored.appointment.proposal) return;
  drop_proposal(tx, stored);
  tell(tx, stored);
}

realtime::Registry::OnTimer on_appointment(void (*look)(Transaction&, Stored&)) {
  return [look](Transaction& tx, std::string_view subject) {
    const auto id = AppointmentId::parse(subject);
    auto stored = id ? find(tx, *id) : std::nullopt;
    if (stored) look(tx, *stored);
  };
}

}  // namespace

void set_timers(Transaction& tx, const Appointment& appointment) {
  const std::string id = appointment.appointment_id.text();
  const Moments moments = moments_of(appointment);
  storage::set_timer(tx, kNotice, id, moments.notice);
  storage::set_timer(tx, kOpen, id, moments.open);
  storage::set_timer(tx, kGraceOver, id, moments.grace);
  storage::set_timer(tx, kCloseDue, id, moments.close);
  storage::set_timer(tx, kEnd, id, moments.end);
}

void cancel_timers(Transaction& tx, AppointmentId id) {
  for (const auto kind : {kNotice, kOpen, kGraceOver, kCloseDue, kEnd, kProposal})
    storage::cancel_timer(tx, kind, id.text());
}

void set_end_timer(Transaction& tx, const Appointment& appointment, std::int64_t minutes_from_now) {
  storage::set_timer(
      tx, kEnd, appointment.appointment_id.text(),
      std::max(moments_of(appointment).end, tx.now() + std::chrono::minutes(minutes_from_now)));
}

void set_proposal_timer(Transaction& tx, AppointmentId id, Timestamp until) {
  storage::set_timer(tx, kProposal, id.text(), until);
}

void cancel_proposal_timer(Transaction& tx, AppointmentId id) {
  storage::cancel_timer(tx, kProposal, id.text());
}

void attach_timers(realtime::Registry& registry) {
  registry.timer(kNotice, on_appointment(give_notice));
  registry.timer(kOpen, on_appointment(open_by_itself));
  registry.timer(kGraceOver, on_appointment(end_grace));
  registry.timer(kCloseDue, on_appointment(close));
  registry.timer(kEnd, on_appointment(end));
  registry.timer(kProposal, on_appointment(end_proposal));
}

}  // namespace stollen::appointment
