// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/stream_name.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

struct CafeSnapshot;
struct CalendarSnapshot;
struct ConversationSnapshot;
struct DaySnapshot;
struct DeskSnapshot;
struct FairSnapshot;
struct HallSnapshot;
struct StaffCalendarSnapshot;
struct UserSnapshot;

// A person's own appointments.
struct DayStream {
  using Key = PersonId;
  using Snapshot = DaySnapshot;
  static constexpr std::string_view kPattern = "day:{PersonId}";
  static constexpr RoleSet kRoles = RoleSet{Role::visitor};
  static std::string name(Key key) { return stream_name("day:", key, ""); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "day:", ""); }
};

// A booth's slots and appointments for its team and for organisers.
struct CalendarStaffStream {
  using Key = BoothId;
  using Snapshot = StaffCalendarSnapshot;
  static constexpr std::string_view kPattern = "calendar:{BoothId}:staff";
  static constexpr RoleSet kRoles = RoleSet{Role::exhibitor, Role::organiser};
  static std::string name(Key key) { return stream_name("calendar:", key, ":staff"); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "calendar:", ":staff"); }
};

// All booths with their live state.
struct HallStream {
  using Key = std::monostate;
  using Snapshot = HallSnapshot;
  static constexpr std::string_view kPattern = "hall";
  static constexpr RoleSet kRoles = RoleSet::anyone();
  static std::string name(Key /*key*/ = {}) { return std::string(kPattern); }
  static std::optional<Key> parse(std::string_view name) { return name == kPattern ? std::optional<Key>{Key{}} : std::nullopt; }
};

// All tables and who sits there.
struct CafeStream {
  using Key = std::monostate;
  using Snapshot = CafeSnapshot;
  static constexpr std::string_view kPattern = "cafe";
  static constexpr RoleSet kRoles = RoleSet{Role::visitor};
  static std::string name(Key /*key*/ = {}) { return std::string(kPattern); }
  static std::optional<Key> parse(std::string_view name) { return name == kPattern ? std::optional<Key>{Key{}} : std::nullopt; }
};

// A person's own notices: conversations that changed, roles that changed.
struct UserStream {
  using Key = PersonId;
  using Snapshot = UserSnapshot;
  static constexpr std::string_view kPattern = "user:{PersonId}";
  static constexpr RoleSet kRoles = RoleSet{Role::visitor};
  static std::string name(Key key) { return stream_name("user:", key, ""); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "user:", ""); }
};

// Messages of one conversation.
struct ConversationStream {
  using Key = ConversationId;
  using Snapshot = ConversationSnapshot;
  static constexpr std::string_view kPattern = "conversation:{ConversationId}";
  static constexpr RoleSet kRoles = RoleSet{Role::visitor};
  static std::string name(Key key) { return stream_name("conversation:", key, ""); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "conversation:", ""); }
};

// The desk of a booth's team.
struct BoothStaffStream {
  using Key = BoothId;
  using Snapshot = DeskSnapshot;
  static constexpr std::string_view kPattern = "booth:{BoothId}:staff";
  static constexpr RoleSet kRoles = RoleSet{Role::exhibitor};
  static std::string name(Key key) { return stream_name("booth:", key, ":staff"); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "booth:", ":staff"); }
};

// What concerns everybody at the fair.
struct FairStream {
  using Key = std::monostate;
  using Snapshot = FairSnapshot;
  static constexpr std::string_view kPattern = "fair";
  static constexpr RoleSet kRoles = RoleSet::anyone();
  static std::string name(Key /*key*/ = {}) { return std::string(kPattern); }
  static std::optional<Key> parse(std::string_view name) { return name == kPattern ? std::optional<Key>{Key{}} : std::nullopt; }
};

// A booth's slots with their free seats.
struct CalendarStream {
  using Key = BoothId;
  using Snapshot = CalendarSnapshot;
  static constexpr std::string_view kPattern = "calendar:{BoothId}";
  static constexpr RoleSet kRoles = RoleSet::anyone();
  static std::string name(Key key) { return stream_name("calendar:", key, ""); }
  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, "calendar:", ""); }
};

using AllStreams = std::tuple<DayStream, CalendarStaffStream, HallStream, CafeStream, UserStream, ConversationStream, BoothStaffStream, FairStream, CalendarStream>;

}  // namespace stollen::protocol
