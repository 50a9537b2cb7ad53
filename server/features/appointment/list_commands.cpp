// What people read of appointments.
#include <algorithm>
#include <map>

#include "protocol/generated/cpp/session.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/fair/fair.hpp"

namespace stollen::appointment {
namespace {

constexpr std::size_t kMostConflicts = 500;

/// Remembers what it has looked up: many appointments have the same time, member and booth.
class TroubleFinder {
 public:
  explicit TroubleFinder(Transaction& tx) : tx_(tx) {}

  std::optional<protocol::Trouble> trouble_of(const Appointment& appointment) {
    if (!is_open_at(appointment.starts_at)) return protocol::Trouble::outside_hours;
    if (!is_in_team(appointment.person_id, appointment.booth_id)) return protocol::Trouble::no_member;
    return std::nullopt;
  }

 private:
  bool is_open_at(Timestamp at) {
    const auto [known, is_new] = open_.try_emplace(at.ms, false);
    if (is_new) {
      const auto phase = fair::phase_at(tx_, at);
      known->second = phase == protocol::Phase::live || phase == protocol::Phase::after;
    }
    return known->second;
  }
  bool is_in_team(PersonId person, BoothId booth) {
    const auto [known, is_new] = team_.try_emplace({person.text(), booth.text()}, false);
    if (is_new) known->second = account::booth_role(tx_, person, booth).has_value();
    return known->second;
  }

  Transaction& tx_;
  std::map<std::int64_t, bool> open_;
  std::map<std::pair<std::string, std::string>, bool> team_;
};

/// Of the booth, or of all whose calendars the caller manages.
std::vector<Appointment> managed(Transaction& tx, const Caller& caller, std::optional<BoothId> booth) {
  if (booth || caller.roles.contains(protocol::Role::organiser)) return to_come(tx, booth);
  std::vector<Appointment> all;
  for (const auto& membership : account::booths_of(tx, caller.person_id)) {
    if (!slot::manages(tx, caller, membership.booth_id)) continue;
    const auto here = to_come(tx, membership.booth_id);
    all.insert(all.end(), here.begin(), here.end());
  }
  std::ranges::sort(
      all, {}, [](const Appointment& one) { return std::pair(one.starts_at.ms, one.appointment_id.text()); });
  return all;
}

}  // namespace

Result<messages::List::Reply> list(Transaction& tx, const Caller& caller, const messages::List&) {
  return messages::List::Reply{.appointments = all_of(tx, caller.person_id)};
}

Result<messages::GetHistory::Reply> get_history(Transaction& tx, const Caller& caller,
                                                const messages::GetHistory& command) {
  if (auto found = access(tx, caller, command.appointment_id); !found) return std::unexpected(found.error());
  return messages::GetHistory::Reply{.steps = steps_of(tx, command.appointment_id)};
}

Result<messages::ListConflicts::Reply> list_conflicts(Transaction& tx, const Caller& caller,
                                                      const messages::ListConflicts& command) {
  if (command.booth_id && !slot::manages(tx, caller, *command.booth_id))
    return fail(protocol::session::errors::not_found, {}, "booth_id");
  messages::ListConflicts::Reply reply;
  TroubleFinder finder(tx);
  for (Appointment& appointment : managed(tx, caller, command.booth_id)) {
    if (reply.conflicts.size() == kMostConflicts) break;
    if (const auto trouble = finder.trouble_of(appointment))
      reply.conflicts.push_back({.appointment = std::move(appointment), .trouble = *trouble});
  }
  return reply;
}

}  // namespace stollen::appointment
