// Generated from protocol/messages/booth.json by protocol/generate.mjs; do not edit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/error_code.hpp"
#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/json_writer.hpp"
#include "protocol/cpp/raw_json.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// A booth as seen in the hall.
struct BoothCard {
  BoothId booth_id{};
  std::string slug{};
  HallId hall_id{};
  BoothKind kind{};
  std::string name{};
  LocalText tagline{};
  std::string sector{};
  std::string town{};
  std::optional<std::string> logo_url{};
  std::int64_t job_count = 0;
  std::vector<std::string> topics{};
  BoothState state{};

  bool operator==(const BoothCard&) const = default;
};

// A link that the booth shows.
struct Link {
  std::string label{};
  std::string url{};

  bool operator==(const Link&) const = default;
};

// A job ad.
struct Job {
  JobId job_id{};
  std::string slug{};
  BoothId booth_id{};
  std::string booth_slug{};
  std::string booth_name{};
  LocalText title{};
  std::string field{};
  JobKind kind{};
  std::string town{};
  std::string postcode{};
  Remote remote{};
  // Whole euros gross per `pay_unit`.
  std::optional<std::int64_t> pay_min{};
  std::optional<std::int64_t> pay_max{};
  PayUnit pay_unit{};
  // A date, or words such as `sofort`.
  std::string entry{};
  LocalText text{};

  bool operator==(const Job&) const = default;
};

// A member of the booth's team as visitors see it.
struct TeamMember {
  PersonId person_id{};
  std::string name{};
  std::string position{};
  std::vector<std::string> languages{};
  BoothRole role{};
  Duty duty{};

  bool operator==(const TeamMember&) const = default;
};

// Everything on a booth's page.
struct BoothDetail {
  BoothCard card{};
  LocalText text{};
  std::string postcode{};
  std::optional<std::int64_t> employees{};
  std::optional<std::string> website{};
  std::vector<Link> links{};
  std::vector<TeamMember> team{};
  std::vector<Job> jobs{};

  bool operator==(const BoothDetail&) const = default;
};

// State of the stream `hall`.
struct HallSnapshot {
  std::vector<BoothCard> booths{};

  bool operator==(const HallSnapshot&) const = default;
};

// Booths of companies and institutions: the hall with live state, the booth's page, its jobs, its team and
// their duty.
namespace booth {

// A booth's page, by its slug.
struct Get {
  static constexpr std::string_view kName = "booth.get";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    BoothDetail booth{};

    bool operator==(const Reply&) const = default;
  };

  std::string slug{};

  bool operator==(const Get&) const = default;
};

// All booths with their state now.
struct List {
  static constexpr std::string_view kName = "booth.list";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<BoothCard> booths{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const List&) const = default;
};

// Job ads, filtered. Words are looked for in title, text, company and town, tolerant of umlauts.
struct ListJobs {
  static constexpr std::string_view kName = "booth.list_jobs";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<Job> jobs{};
    std::int64_t total = 0;
    // All fields that occur, for the filter.
    std::vector<std::string> fields{};

    bool operator==(const Reply&) const = default;
  };

  std::optional<std::string> words{};
  std::optional<std::string> field{};
  std::optional<JobKind> kind{};
  std::optional<std::string> town{};
  // Continue behind this job.
  std::optional<JobId> after{};
  std::optional<std::int64_t> limit{};

  bool operator==(const ListJobs&) const = default;
};

// Says what the caller does at the booth now. Everybody sees the booth's state change.
struct SetDuty {
  static constexpr std::string_view kName = "booth.set_duty";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  Duty duty{};

  bool operator==(const SetDuty&) const = default;
};

// A booth's live state changed.
struct StateChangedEvent {
  static constexpr std::string_view kName = "booth.state_changed";
  static constexpr bool kIsHint = false;
  using Stream = HallStream;

  BoothId booth_id{};
  BoothState state{};

  bool operator==(const StateChangedEvent&) const = default;
};

// A booth was added or its card changed.
struct ChangedEvent {
  static constexpr std::string_view kName = "booth.changed";
  static constexpr bool kIsHint = false;
  using Stream = HallStream;

  BoothCard booth{};

  bool operator==(const ChangedEvent&) const = default;
};

// A booth was taken out of the fair.
struct RemovedEvent {
  static constexpr std::string_view kName = "booth.removed";
  static constexpr bool kIsHint = false;
  using Stream = HallStream;

  BoothId booth_id{};

  bool operator==(const RemovedEvent&) const = default;
};

}  // namespace booth

void write(JsonWriter& writer, const BoothCard& value);
template <>
bool read_fields(const Json& json, BoothCard& out, FieldError& error);
void write(JsonWriter& writer, const Link& value);
template <>
bool read_fields(const Json& json, Link& out, FieldError& error);
void write(JsonWriter& writer, const Job& value);
template <>
bool read_fields(const Json& json, Job& out, FieldError& error);
void write(JsonWriter& writer, const TeamMember& value);
template <>
bool read_fields(const Json& json, TeamMember& out, FieldError& error);
void write(JsonWriter& writer, const BoothDetail& value);
template <>
bool read_fields(const Json& json, BoothDetail& out, FieldError& error);
void write(JsonWriter& writer, const HallSnapshot& value);
template <>
bool read_fields(const Json& json, HallSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const booth::Get& value);
template <>
bool read_fields(const Json& json, booth::Get& out, FieldError& error);
void write(JsonWriter& writer, const booth::Get::Reply& value);
template <>
bool read_fields(const Json& json, booth::Get::Reply& out, FieldError& error);
void write(JsonWriter& writer, const booth::List& value);
template <>
bool read_fields(const Json& json, booth::List& out, FieldError& error);
void write(JsonWriter& writer, const booth::List::Reply& value);
template <>
bool read_fields(const Json& json, booth::List::Reply& out, FieldError& error);
void write(JsonWriter& writer, const booth::ListJobs& value);
template <>
bool read_fields(const Json& json, booth::ListJobs& out, FieldError& error);
void write(JsonWriter& writer, const booth::ListJobs::Reply& value);
template <>
bool read_fields(const Json& json, booth::ListJobs::Reply& out, FieldError& error);
void write(JsonWriter& writer, const booth::SetDuty& value);
template <>
bool read_fields(const Json& json, booth::SetDuty& out, FieldError& error);
void write(JsonWriter& writer, const booth::SetDuty::Reply& value);
template <>
bool read_fields(const Json& json, booth::SetDuty::Reply& out, FieldError& error);
void write(JsonWriter& writer, const booth::StateChangedEvent& value);
template <>
bool read_fields(const Json& json, booth::StateChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const booth::ChangedEvent& value);
template <>
bool read_fields(const Json& json, booth::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const booth::RemovedEvent& value);
template <>
bool read_fields(const Json& json, booth::RemovedEvent& out, FieldError& error);

}  // namespace stollen::protocol
