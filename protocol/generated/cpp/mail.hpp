// Generated from protocol/messages/mail.json by protocol/generate.mjs; do not edit.
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

// A mail as it leaves.
struct OutgoingMail {
  MailId mail_id{};
  std::string to{};
  std::string subject{};
  std::string text{};
  MailState state{};
  Timestamp created_at{};

  bool operator==(const OutgoingMail&) const = default;
};

// Outgoing mail. Where no mail server is set, organisers can read here what would have been sent.
namespace mail {

// The newest outgoing mails. With a mail server set their texts are left empty, since they carry personal
// links.
struct ListOutgoing {
  static constexpr std::string_view kName = "mail.list_outgoing";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<OutgoingMail> mails{};

    bool operator==(const Reply&) const = default;
  };

  std::optional<std::int64_t> limit{};

  bool operator==(const ListOutgoing&) const = default;
};

}  // namespace mail

void write(JsonWriter& writer, const OutgoingMail& value);
template <>
bool read_fields(const Json& json, OutgoingMail& out, FieldError& error);
void write(JsonWriter& writer, const mail::ListOutgoing& value);
template <>
bool read_fields(const Json& json, mail::ListOutgoing& out, FieldError& error);
void write(JsonWriter& writer, const mail::ListOutgoing::Reply& value);
template <>
bool read_fields(const Json& json, mail::ListOutgoing::Reply& out, FieldError& error);

}  // namespace stollen::protocol
