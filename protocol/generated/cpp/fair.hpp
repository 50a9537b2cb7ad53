// Generated from protocol/messages/fair.json by protocol/generate.mjs; do not edit.
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
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// When a phase begins.
struct PhaseDate {
  Phase phase{};
  Timestamp starts_at{};

  bool operator==(const PhaseDate&) const = default;
};

// The fair's own colours and pictures.
struct Theme {
  // #rrggbb on light ground.
  std::optional<std::string> accent{};
  // #rrggbb on dark ground.
  std::optional<std::string> accent_dark{};
  std::optional<std::string> logo_url{};
  std::optional<std::string> hero_url{};

  bool operator==(const Theme&) const = default;
};

// A text in German and, where given, in English.
struct LocalText {
  std::string de{};
  std::optional<std::string> en{};

  bool operator==(const LocalText&) const = default;
};

// A hall of booths.
struct Hall {
  HallId hall_id{};
  std::string slug{};
  LocalText title{};
  LocalText about{};

  bool operator==(const Hall&) const = default;
};

// One entry of the day's programme.
struct ProgrammeItem {
  std::string slug{};
  Timestamp starts_at{};
  std::int64_t minutes = 0;
  LocalText title{};
  LocalText about{};
  std::string place{};
  std::optional<std::string> booth_slug{};

  bool operator==(const ProgrammeItem&) const = default;
};

// A topic card of the Welcome Center.
struct WelcomeTopic {
  std::string slug{};
  LocalText title{};
  LocalText text{};
  std::optional<std::string> booth_slug{};
  std::optional<std::string> link_label{};
  std::optional<std::string> link_url{};

  bool operator==(const WelcomeTopic&) const = default;
};

// State of the stream `fair`.
struct FairSnapshot {
  std::string slug{};
  LocalText title{};
  LocalText claim{};
  std::string organiser{};
  std::string contact_email{};
  // IANA name of the fair's time zone.
  std::string zone{};
  // `Sie` or `du`.
  std::string address_form{};
  Phase phase{};
  std::vector<PhaseDate> phases{};
  Theme theme{};
  std::vector<Hall> halls{};
  std::vector<ProgrammeItem> programme{};
  // True: accounts with published passwords exist.
  bool is_demo = false;
  // True: no mail server is set; organisers see outgoing mails on a page.
  bool shows_mail = false;

  bool operator==(const FairSnapshot&) const = default;
};

// The fair itself: title, look, phases, halls, programme and Welcome Center topics, as imported from the fair
// folder.
namespace fair {

// The fair as everybody sees it, also before log-in.
struct Get {
  static constexpr std::string_view kName = "fair.get";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"fair.none"};

  struct Reply {
    FairSnapshot fair{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const Get&) const = default;
};

// The Welcome Center's topic cards.
struct ListTopics {
  static constexpr std::string_view kName = "fair.list_topics";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<WelcomeTopic> topics{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const ListTopics&) const = default;
};

// The next phase has begun.
struct PhaseChangedEvent {
  static constexpr std::string_view kName = "fair.phase_changed";
  static constexpr bool kIsHint = false;
  using Stream = FairStream;

  Phase phase{};

  bool operator==(const PhaseChangedEvent&) const = default;
};

// The fair was imported anew; the whole state follows.
struct ChangedEvent {
  static constexpr std::string_view kName = "fair.changed";
  static constexpr bool kIsHint = false;
  using Stream = FairStream;

  FairSnapshot fair{};

  bool operator==(const ChangedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode none{"fair.none", ErrorClass::denied,
    "No fair has been imported yet."};
inline constexpr ErrorCode read_only{"fair.read_only", ErrorClass::denied,
    "The fair no longer takes new entries."};

}  // namespace errors

}  // namespace fair

void write(JsonWriter& writer, const PhaseDate& value);
template <>
bool read_fields(const Json& json, PhaseDate& out, FieldError& error);
void write(JsonWriter& writer, const Theme& value);
template <>
bool read_fields(const Json& json, Theme& out, FieldError& error);
void write(JsonWriter& writer, const LocalText& value);
template <>
bool read_fields(const Json& json, LocalText& out, FieldError& error);
void write(JsonWriter& writer, const Hall& value);
template <>
bool read_fields(const Json& json, Hall& out, FieldError& error);
void write(JsonWriter& writer, const ProgrammeItem& value);
template <>
bool read_fields(const Json& json, ProgrammeItem& out, FieldError& error);
void write(JsonWriter& writer, const WelcomeTopic& value);
template <>
bool read_fields(const Json& json, WelcomeTopic& out, FieldError& error);
void write(JsonWriter& writer, const FairSnapshot& value);
template <>
bool read_fields(const Json& json, FairSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const fair::Get& value);
template <>
bool read_fields(const Json& json, fair::Get& out, FieldError& error);
void write(JsonWriter& writer, const fair::Get::Reply& value);
template <>
bool read_fields(const Json& json, fair::Get::Reply& out, FieldError& error);
void write(JsonWriter& writer, const fair::ListTopics& value);
template <>
bool read_fields(const Json& json, fair::ListTopics& out, FieldError& error);
void write(JsonWriter& writer, const fair::ListTopics::Reply& value);
template <>
bool read_fields(const Json& json, fair::ListTopics::Reply& out, FieldError& error);
void write(JsonWriter& writer, const fair::PhaseChangedEvent& value);
template <>
bool read_fields(const Json& json, fair::PhaseChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const fair::ChangedEvent& value);
template <>
bool read_fields(const Json& json, fair::ChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
