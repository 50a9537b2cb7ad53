#pragma once
// Rows of appointments and their steps, and how they are told.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/features/slot/slot.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::appointment {

using protocol::AppointmentId;
using protocol::BoothId;
using protocol::PersonId;
using protocol::SlotId;
using protocol::Timestamp;
using storage::Transaction;

struct Stored {
  protocol::Appointment appointment;
  slot::SeatId seat_id;
  std::optional<std::string> note;
};
std::optional<Stored> find(Transaction& tx, AppointmentId id);
/// Those of a slot that are not over or called off.
std::vector<Stored> active_in(Transaction& tx, SlotId slot);
std::vector<AppointmentId> active_at(Transaction& tx, BoothId booth);

void insert(Transaction& tx, const Stored& stored);
/// Everything that can change: place, time, member, state, who called it off and why, note; sequence.
void update(Transaction& tx, const Stored& stored);

/// As visitor or as member, what is not over for more than a day: two index walks.
std::vector<protocol::Appointment> day_of(Transaction& tx, PersonId person);
/// The person's own as visitor, newest first.
std::vector<protocol::Appointment> all_of(Transaction& tx, PersonId visitor);
/// Of a booth's calendar: not called off, of days that are not over.
std::vector<protocol::StaffAppointment> calendar_of(Transaction& tx, BoothId booth);

/// `by` absent: the fair itself.
void add_step(Transaction& tx, AppointmentId id, std::string_view step,
              const std::optional<protocol::Person>& by, const std::optional<std::string>& text = {});
std::vector<protocol::AppointmentStep> steps_of(Transaction& tx, AppointmentId id);

/// Tells visitor, member and the booth's team.
void tell(Transaction& tx, const Stored& stored);
/// Takes it from the day of a member who had it before.
void tell_old_member(Transaction& tx, const Stored& stored, PersonId member_before);

}  // namespace stollen::appointment
