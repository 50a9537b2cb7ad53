#pragma once
// Decisions about appointments, without a transaction.

#include <optional>
#include <string>
#include <string_view>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/core/result.hpp"

namespace stollen::appointment {

using protocol::Appointment;
using protocol::AppointmentState;
using protocol::Timestamp;

/// Neither called off nor over: its seat and its visitor's time are taken.
bool is_active(AppointmentState state);
Timestamp end_of(const Appointment& appointment);
/// A visitor cancels and moves until it begins.
bool may_visitor_change(const Appointment& appointment, Timestamp now);
/// The team cancels and gives it to a colleague until it ends.
bool may_staff_change(const Appointment& appointment, Timestamp now);

/// Free text that a person typed; what is empty is none. session.invalid_field names the field.
Result<std::optional<std::string>> clean(const std::optional<std::string>& text, std::string_view field);

}  // namespace stollen::appointment
