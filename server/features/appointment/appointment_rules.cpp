#include "server/features/appointment/appointment_rules.hpp"

#include "protocol/generated/cpp/session.hpp"
#include "server/features/account/account.hpp"

namespace stollen::appointment {

bool is_active(AppointmentState state) {
  return state == AppointmentState::booked || state == AppointmentState::checked_in ||
         state == AppointmentState::in_progress;
}

Timestamp end_of(const Appointment& appointment) {
  return appointment.starts_at + std::chrono::minutes(appointment.minutes);
}

bool may_visitor_change(const Appointment& appointment, Timestamp now) {
  return appointment.state == AppointmentState::booked && now < appointment.starts_at;
}

bool may_staff_change(const Appointment& appointment, Timestamp now) {
  return (appointment.state == AppointmentState::booked ||
          appointment.state == AppointmentState::checked_in) &&
         now < end_of(appointment);
}

Result<std::optional<std::string>> clean(const std::optional<std::string>& text, std::string_view field) {
  if (!text) return std::optional<std::string>{};
  auto clean = account::clean_text(*text, true);
  if (!clean) {
    return fail(protocol::session::errors::invalid_field,
                std::string(field) +
                    " must not contain control characters or such that turn the direction of writing",
                std::string(field));
  }
  if (clean->empty()) return std::optional<std::string>{};
  return clean;
}

}  // namespace stollen::appointment
