#include "server/mail/appointment_mail.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "server/mail/time_text.hpp"

namespace stollen::mail {
namespace {

TimeSpan span_of(const AppointmentMail& mail, const Appointment& appointment) {
  return {.start = appointment.start, .length = appointment.length, .fair_zone = mail.fair_zone};
}

bool is_move(Text text) {
  return text == Text::appointment_moved || text == Text::appointment_moved_by_team;
}

bool is_reminder(Text text) {
  return text == Text::appointment_reminder || text == Text::appointment_reminders;
}

void check(const AppointmentMail& mail) {
  if (mail.text < Text::appointment_booked) throw std::logic_error("the text is not about appointments");
  if (mail.appointments.empty()) throw std::logic_error("a mail about no appointment");
  if (mail.appointments.size() > 1 && !is_reminder(mail.text))
    throw std::logic_error("only reminders are about several appointments");
  if (is_move(mail.text) && !mail.previous_start)
    throw std::logic_error("a move that does not say from when");
  if (mail.text == Text::appointment_reassigned && mail.appointments[0].with.empty())
    throw std::logic_error("a new partner without a name");
}

Values item_of(const AppointmentMail& mail, const Appointment& appointment) {
  const TimeSpan span = span_of(mail, appointment);
  return {{"booth", appointment.booth},
          {"with", appointment.with},
          {"time", time_text(span, mail.locale)},
          {"elsewhere", time_elsewhere_text(span, mail.own_zone, mail.locale)},
          {"manage_link", appointment.manage_link},
          {"move_link", appointment.move_link},
          {"cancel_link", appointment.cancel_link}};
}

std::string previous_time(const AppointmentMail& mail) {
  if (!mail.previous_start) return {};
  TimeSpan span = span_of(mail, mail.appointments[0]);
  span.start = *mail.previous_start;
  return time_text(span, mail.locale);
}

}  // namespace

Mail to_mail(const AppointmentMail& mail) {
  check(mail);
  auto appointments = mail.appointments;
  std::ranges::sort(appointments, {}, [](const Appointment& a) { return std::tie(a.start, a.booth); });
  const Appointment& first = appointments.front();
  Mail written{.to = mail.to, .text = mail.text, .locale = mail.locale, .calendar = mail.calendar};
  if (is_reminder(mail.text))
    written.text = appointments.size() > 1 ? Text::appointment_reminders : Text::appointment_reminder;
  written.values = {{"name", mail.name},
                    {"booth", first.booth},
                    {"with", first.with},
                    {"when", short_time_text(span_of(mail, first), mail.locale)},
                    {"count", std::to_string(appointments.size())},
                    {"previous_time", previous_time(mail)},
                    {"reason", mail.reason},
                    {"page_link", mail.page_link},
                    {"desk_link", mail.desk_link}};
  for (const Appointment& appointment : appointments) written.items.push_back(item_of(mail, appointment));
  return written;
}

void enqueue(storage::Transaction& tx, const AppointmentMail& mail) {
  enqueue(tx, to_mail(mail));
}

}  // namespace stollen::mail
