#pragma once
// Appointments as calendars outside know them.

#include <optional>
#include <string>
#include <vector>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/calendar/calendar_entry.hpp"
#include "server/features/account/account.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::appointment {

using protocol::Appointment;
using protocol::AppointmentId;
using protocol::PersonId;
using protocol::Timestamp;
using storage::Transaction;

/// What was told last, and what never changes.
struct Notice {
  std::string uid;
  std::string organizer;  ///< an address
  std::int64_t sequence = 0;
  Timestamp starts_at;
  PersonId person_id;  ///< the member
  Timestamp changed_at;
};
std::optional<Notice> find_notice(Transaction& tx, AppointmentId id);
/// For an appointment that nobody was told of.
Notice new_notice(Transaction& tx, const Appointment& appointment);
/// Writes down that this is told now; uid and organizer stay as they were written first.
void keep_notice(Transaction& tx, const Appointment& appointment, const Notice& notice);

enum class Reader { visitor, team };

/// As the reader's calendar shows it. The texts hold no language but people's own.
calendar::Entry entry_of(Transaction& tx, const Appointment& appointment, const Notice& notice,
                         Reader reader);
/// Those of a person, to look at, in a calendar of that name.
std::string calendar_of_person(Transaction& tx, PersonId person, const std::vector<Appointment>& appointments,
                               std::string_view name = {});

}  // namespace stollen::appointment
