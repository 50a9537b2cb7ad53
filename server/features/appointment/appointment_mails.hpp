#pragma once
// What people are told of their appointments by mail, each in their own language.

#include <chrono>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/features/appointment/appointment_entry.hpp"
#include "server/mail/appointment_mail.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::appointment {

/// Writes to visitor and member what has changed for them since they were written to last: booked, moved,
/// given to a colleague, called off, each with the entry for their calendar; and sets the reminders. Nothing
/// when the sequence is the one that they know. After the appointment was stored, in the same transaction.
void tell_by_mail(Transaction& tx, const Appointment& appointment);

/// A mail to the person without texts and appointments; nothing for people who are no more. The reader's
/// clock is known of visitors only.
std::optional<mail::AppointmentMail> mail_to(Transaction& tx, PersonId person, const Appointment& appointment,
                                             Reader reader);
/// As a mail lists it, with what the reader can do: visitors by links that need no log-in.
mail::Appointment item_of(Transaction& tx, const Appointment& appointment, Reader reader);

/// Purposes of the visitor's signed links; they end when the appointment begins.
inline constexpr std::string_view kMoveLink = "appointment.move";
inline constexpr std::string_view kCancelLink = "appointment.cancel";

}  // namespace stollen::appointment
