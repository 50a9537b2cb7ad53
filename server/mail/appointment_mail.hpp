#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "server/mail/mail.hpp"

namespace stollen::mail {

/// An appointment as a mail tells of it.
struct Appointment {
  std::string booth;
  std::string with;  ///< who else takes part, as the reader may know them; empty: not said
  protocol::Timestamp start;
  std::chrono::minutes length{0};
  std::string manage_link{};  ///< where it can be looked at, moved and cancelled; empty: not said
  std::string move_link{};    ///< where it can be moved without a log-in; empty: not said
  std::string cancel_link{};  ///< likewise cancelled
};

/// A mail about one appointment, or a reminder of several. Times are written in the fair's zone and, where
/// the reader's clock says otherwise, in theirs (time_text.hpp).
struct AppointmentMail {
  std::string to;
  std::string name;  ///< of the reader
  protocol::Locale locale = protocol::Locale::de;
  /// One of the texts `appointment_…`. `appointment_reminder` takes any number of appointments; so does
  /// `appointment_reminders`, the other is chosen by their number.
  Text text = Text::appointment_booked;
  std::vector<Appointment> appointments;
  std::string fair_zone;   ///< IANA
  std::string own_zone{};  ///< of the reader, IANA; empty or unknown: as the fair's
  std::optional<protocol::Timestamp> previous_start{};  ///< needed by both `…_moved…`
  std::string reason{};  ///< of a move or cancellation, in somebody's words; empty: not said
  /// The reader's appointments; for a call-off (`…_cancelled`, `…_not_held`) where others are free, or empty:
  /// not said.
  std::string page_link{};
  /// The booth's calendar, for call-offs and `appointment_passed_on`; empty: not said.
  std::string desk_link{};
  std::optional<CalendarPart> calendar{};
};

/// As mail::enqueue. What does not fit together (no appointment, several in a text for one, a move without
/// the previous time, a new partner without a name) is std::logic_error; an unknown fair's zone
/// std::invalid_argument.
void enqueue(storage::Transaction& tx, const AppointmentMail& mail);

/// What enqueue writes into the outbox.
Mail to_mail(const AppointmentMail& mail);

}  // namespace stollen::mail
