#include "server/features/appointment/appointment_mails.hpp"

#include <fmt/format.h>

#include "server/features/appointment/appointment_reminders.hpp"
#include "server/features/appointment/appointment_rules.hpp"
#include "server/features/fair/fair.hpp"
#include "server/mail/public_url.hpp"
#include "server/mail/signed_link.hpp"

namespace stollen::appointment {
namespace {

using calendar::Method;
using mail::Text;

std::string desk_link(Transaction& tx, const Appointment& appointment) {
  return fmt::format("{}/desk/{}/calendar", mail::public_url(tx), appointment.booth_slug);
}

/// The token stands behind `#`, where no server's log sees it.
std::string link_to(Transaction& tx, std::string_view purpose, const Appointment& appointment) {
  return fmt::format("{}/appointment#{}", mail::public_url(tx),
                     mail::sign_link(tx, purpose, appointment.appointment_id.text(), appointment.starts_at));
}

/// What one reader is told.
struct Letter {
  PersonId person;
  Reader reader = Reader::visitor;
  Text text = Text::appointment_booked;
};

void send(Transaction& tx, const Letter& letter, const Appointment& appointment, const Notice& told) {
  auto mail = mail_to(tx, letter.person, appointment, letter.reader);
  if (!mail) return;
  const bool is_call_off =
      letter.text == Text::appointment_cancelled || letter.text == Text::appointment_not_held;
  const bool is_gone = is_call_off || letter.text == Text::appointment_passed_on;
  mail->text = letter.text;
  mail->appointments = {item_of(tx, appointment, letter.reader)};
  mail->previous_start = told.starts_at;
  if (is_call_off) mail->reason = appointment.cancel_reason.value_or("");
  if (is_gone) {
    const bool is_visitor = letter.reader == Reader::visitor;
    mail->page_link =
        is_visitor ? fmt::format("{}/booth/{}/book", mail::public_url(tx), appointment.booth_slug) : "";
    mail->desk_link = is_visitor ? "" : desk_link(tx, appointment);
  }
  auto entry = entry_of(tx, appointment, told, letter.reader);
  entry.changed = tx.now();
  entry.attendee = calendar::Person{.name = mail->name, .email = mail->to};
  const Method method = is_gone ? Method::cancel : Method::request;
  mail->calendar = {method, calendar::calendar_text(method, entry)};
  mail::enqueue(tx, *mail);
}

/// What the visitor is told; nothing when it is no news.
std::optional<Text> news_for_visitor(const Appointment& appointment, const std::optional<Notice>& told) {
  if (appointment.state == AppointmentState::cancelled)
    return appointment.not_held.value_or(false) ? Text::appointment_not_held : Text::appointment_cancelled;
  if (!told) return Text::appointment_booked;
  if (told->starts_at != appointment.starts_at) return Text::appointment_moved;
  if (told->person_id != appointment.person_id) return Text::appointment_reassigned;
  return std::nullopt;
}

/// What the member is told, who may be new to it.
std::optional<Text> news_for_member(const Appointment& appointment, const std::optional<Notice>& told) {
  const auto news = news_for_visitor(appointment, told);
  const bool is_new = told && told->person_id != appointment.person_id;
  const bool is_called_off = appointment.state == AppointmentState::cancelled;
  return news && !is_called_off && is_new ? Text::appointment_booked : news;
}

}  // namespace

std::optional<mail::AppointmentMail> mail_to(Transaction& tx, PersonId person, const Appointment& appointment,
                                             Reader reader) {
  auto receiver = account::mail_receiver(tx, person);
  if (!receiver) return std::nullopt;
  return mail::AppointmentMail{.to = std::move(receiver->email),
                               .name = std::move(receiver->name),
                               .locale = receiver->locale,
                               .fair_zone = fair::zone(tx),
                               .own_zone = reader == Reader::visitor ? appointment.zone : "",
                               .page_link = mail::public_url(tx) + "/day"};
}

mail::Appointment item_of(Transaction& tx, const Appointment& appointment, Reader reader) {
  mail::Appointment item{.booth = appointment.booth_name,
                         .with = appointment.visitor.name,
                         .start = appointment.starts_at,
                         .length = std::chrono::minutes(appointment.minutes)};
  if (reader == Reader::team) {
    item.manage_link = desk_link(tx, appointment);
    return item;
  }
  item.with = appointment.name;
  if (!may_visitor_change(appointment, tx.now())) return item;
  item.move_link = link_to(tx, kMoveLink, appointment);
  item.cancel_link = link_to(tx, kCancelLink, appointment);
  return item;
}

void tell_by_mail(Transaction& tx, const Appointment& appointment) {
  const auto told = find_notice(tx, appointment.appointment_id);
  if (told && told->sequence >= appointment.sequence) return;
  const Notice notice = told ? *told : new_notice(tx, appointment);
  keep_notice(tx, appointment, notice);
  if (appointment.state == AppointmentState::cancelled) {
    cancel_reminders(tx, appointment);
  } else if (!told || told->starts_at != appointment.starts_at) {
    set_reminders(tx, appointment);
  }
  // Whoever talks already needs no letter about it.
  if (appointment.state == AppointmentState::in_progress) return;

  const PersonId visitor = appointment.visitor.person_id;
  if (const auto news = news_for_visitor(appointment, told))
    send(tx, {.person = visitor, .reader = Reader::visitor, .text = *news}, appointment, notice);
  const auto news = news_for_member(appointment, told);
  if (news && appointment.person_id != visitor)
    send(tx, {.person = appointment.person_id, .reader = Reader::team, .text = *news}, appointment, notice);
  if (notice.person_id == appointment.person_id || notice.person_id == visitor) return;
  Appointment before = appointment;
  before.starts_at = notice.starts_at;
  send(tx, {.person = notice.person_id, .reader = Reader::team, .text = Text::appointment_passed_on}, before,
       notice);
}

}  // namespace stollen::appointment
