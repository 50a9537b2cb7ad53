// Generated from protocol/messages/account.json by protocol/generate.mjs; do not edit.
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

// How a person appears to others.
struct Person {
  PersonId person_id{};
  // Display name, a pseudonym is allowed. Empty for a deleted person.
  std::string name{};
  // Set by the server for staff: the badge that cannot be forged.
  std::optional<BoothId> booth_id{};
  std::optional<std::string> booth_name{};
  // True for moderators and organisers.
  std::optional<bool> is_team{};

  bool operator==(const Person&) const = default;
};

// A place in a booth's team.
struct BoothMembership {
  BoothId booth_id{};
  std::string booth_slug{};
  std::string booth_name{};
  BoothRole role{};

  bool operator==(const BoothMembership&) const = default;
};

// The caller's own account.
struct Me {
  PersonId person_id{};
  SessionId session_id{};
  std::string email{};
  std::string name{};
  Locale locale{};
  std::vector<Role> roles{};
  std::vector<BoothMembership> booths{};

  bool operator==(const Me&) const = default;
};

// One of the caller's log-ins.
struct SessionInfo {
  SessionId session_id{};
  bool is_current = false;
  Timestamp created_at{};
  Timestamp last_seen_at{};
  Timestamp expires_at{};
  // Short text made from the browser's own words, such as `Firefox, Linux`.
  std::string device{};

  bool operator==(const SessionInfo&) const = default;
};

// People: registering, confirming, logging in and out, sessions, passwords, profiles, and staff who join by
// invitation.
namespace account {

// Asks for an account. The answer is the same for known and unknown addresses; the mail tells the truth.
struct Register {
  static constexpr std::string_view kName = "account.register";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = true, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"account.invalid_email", "account.weak_password", "account.name_reserved"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::string email{};
  std::string name{};
  Secret password{};
  Locale locale{};

  bool operator==(const Register&) const = default;
};

// Confirms the address by the mailed token and logs in.
struct Confirm {
  static constexpr std::string_view kName = "account.confirm";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"account.invalid_token"};

  struct Reply {
    Me me{};

    bool operator==(const Reply&) const = default;
  };

  Secret token{};

  bool operator==(const Confirm&) const = default;
};

// Logs in and sets the session cookie.
struct LogIn {
  static constexpr std::string_view kName = "account.log_in";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = true, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"account.wrong_credentials", "account.too_many_attempts"};

  struct Reply {
    Me me{};

    bool operator==(const Reply&) const = default;
  };

  std::string email{};
  Secret password{};

  bool operator==(const LogIn&) const = default;
};

// Ends this session, closes its sockets and clears the cookie.
struct LogOut {
  static constexpr std::string_view kName = "account.log_out";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  bool operator==(const LogOut&) const = default;
};

// The caller's own account; `me` is absent when nobody is logged in.
struct GetMe {
  static constexpr std::string_view kName = "account.get_me";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::optional<Me> me{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const GetMe&) const = default;
};

// Changes the display name and language.
struct UpdateProfile {
  static constexpr std::string_view kName = "account.update_profile";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"account.name_reserved"};

  struct Reply {
    Me me{};

    bool operator==(const Reply&) const = default;
  };

  std::string name{};
  Locale locale{};

  bool operator==(const UpdateProfile&) const = default;
};

// The caller's log-ins, newest first.
struct ListSessions {
  static constexpr std::string_view kName = "account.list_sessions";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<SessionInfo> sessions{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const ListSessions&) const = default;
};

// Ends one of the caller's own sessions and closes its sockets.
struct EndSession {
  static constexpr std::string_view kName = "account.end_session";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  SessionId session_id{};

  bool operator==(const EndSession&) const = default;
};

// Mails a reset link. Same answer and time for known and unknown addresses.
struct RequestPasswordReset {
  static constexpr std::string_view kName = "account.request_password_reset";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::string email{};

  bool operator==(const RequestPasswordReset&) const = default;
};

// Sets a new password by the mailed token, ends all sessions and logs in anew.
struct ResetPassword {
  static constexpr std::string_view kName = "account.reset_password";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = true, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"account.invalid_token", "account.weak_password"};

  struct Reply {
    Me me{};

    bool operator==(const Reply&) const = default;
  };

  Secret token{};
  Secret password{};

  bool operator==(const ResetPassword&) const = default;
};

// Mails an invitation to join a booth's team. For the booth's leads and for organisers.
struct InviteStaff {
  static constexpr std::string_view kName = "account.invite_staff";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"account.invalid_email", "account.already_member"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  std::string email{};
  BoothRole role{};

  bool operator==(const InviteStaff&) const = default;
};

// What an invitation link leads to.
struct GetInvitation {
  static constexpr std::string_view kName = "account.get_invitation";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"account.invalid_token"};

  struct Reply {
    std::string booth_name{};
    BoothRole role{};
    std::string email{};
    // True: the invited address already has a password; then name and password are not asked again.
    bool has_account = false;

    bool operator==(const Reply&) const = default;
  };

  Secret token{};

  bool operator==(const GetInvitation&) const = default;
};

// Joins the booth's team and logs in. Name and password are needed when the address has no account yet.
struct AcceptInvitation {
  static constexpr std::string_view kName = "account.accept_invitation";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = true, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"account.invalid_token", "account.weak_password", "account.name_reserved"};

  struct Reply {
    Me me{};

    bool operator==(const Reply&) const = default;
  };

  Secret token{};
  std::optional<std::string> name{};
  std::optional<Secret> password{};

  bool operator==(const AcceptInvitation&) const = default;
};

// The person's roles or booths changed.
struct RolesChangedEvent {
  static constexpr std::string_view kName = "account.roles_changed";
  static constexpr bool kIsHint = false;
  using Stream = UserStream;

  std::vector<Role> roles{};
  std::vector<BoothMembership> booths{};

  bool operator==(const RolesChangedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode wrong_credentials{"account.wrong_credentials", ErrorClass::denied,
    "E-mail or password is wrong, or the account is not confirmed; the three are not told apart."};
inline constexpr ErrorCode weak_password{"account.weak_password", ErrorClass::bad,
    "The password is among the most common ones or contains the e-mail address."};
inline constexpr ErrorCode invalid_email{"account.invalid_email", ErrorClass::bad,
    "This is not an e-mail address that can receive mail."};
inline constexpr ErrorCode name_reserved{"account.name_reserved", ErrorClass::conflict,
    "The name imitates staff, an exhibitor or the organisers."};
inline constexpr ErrorCode invalid_token{"account.invalid_token", ErrorClass::conflict,
    "The link was used, has expired or was never valid."};
inline constexpr ErrorCode too_many_attempts{"account.too_many_attempts", ErrorClass::busy,
    "Too many failed attempts; wait `retry_after_ms`."};
inline constexpr ErrorCode already_member{"account.already_member", ErrorClass::conflict,
    "This person is already in the booth's team."};

}  // namespace errors

}  // namespace account

void write(JsonWriter& writer, const Person& value);
template <>
bool read_fields(const Json& json, Person& out, FieldError& error);
void write(JsonWriter& writer, const BoothMembership& value);
template <>
bool read_fields(const Json& json, BoothMembership& out, FieldError& error);
void write(JsonWriter& writer, const Me& value);
template <>
bool read_fields(const Json& json, Me& out, FieldError& error);
void write(JsonWriter& writer, const SessionInfo& value);
template <>
bool read_fields(const Json& json, SessionInfo& out, FieldError& error);
void write(JsonWriter& writer, const account::Register& value);
template <>
bool read_fields(const Json& json, account::Register& out, FieldError& error);
void write(JsonWriter& writer, const account::Register::Reply& value);
template <>
bool read_fields(const Json& json, account::Register::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::Confirm& value);
template <>
bool read_fields(const Json& json, account::Confirm& out, FieldError& error);
void write(JsonWriter& writer, const account::Confirm::Reply& value);
template <>
bool read_fields(const Json& json, account::Confirm::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::LogIn& value);
template <>
bool read_fields(const Json& json, account::LogIn& out, FieldError& error);
void write(JsonWriter& writer, const account::LogIn::Reply& value);
template <>
bool read_fields(const Json& json, account::LogIn::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::LogOut& value);
template <>
bool read_fields(const Json& json, account::LogOut& out, FieldError& error);
void write(JsonWriter& writer, const account::LogOut::Reply& value);
template <>
bool read_fields(const Json& json, account::LogOut::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::GetMe& value);
template <>
bool read_fields(const Json& json, account::GetMe& out, FieldError& error);
void write(JsonWriter& writer, const account::GetMe::Reply& value);
template <>
bool read_fields(const Json& json, account::GetMe::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::UpdateProfile& value);
template <>
bool read_fields(const Json& json, account::UpdateProfile& out, FieldError& error);
void write(JsonWriter& writer, const account::UpdateProfile::Reply& value);
template <>
bool read_fields(const Json& json, account::UpdateProfile::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::ListSessions& value);
template <>
bool read_fields(const Json& json, account::ListSessions& out, FieldError& error);
void write(JsonWriter& writer, const account::ListSessions::Reply& value);
template <>
bool read_fields(const Json& json, account::ListSessions::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::EndSession& value);
template <>
bool read_fields(const Json& json, account::EndSession& out, FieldError& error);
void write(JsonWriter& writer, const account::EndSession::Reply& value);
template <>
bool read_fields(const Json& json, account::EndSession::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::RequestPasswordReset& value);
template <>
bool read_fields(const Json& json, account::RequestPasswordReset& out, FieldError& error);
void write(JsonWriter& writer, const account::RequestPasswordReset::Reply& value);
template <>
bool read_fields(const Json& json, account::RequestPasswordReset::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::ResetPassword& value);
template <>
bool read_fields(const Json& json, account::ResetPassword& out, FieldError& error);
void write(JsonWriter& writer, const account::ResetPassword::Reply& value);
template <>
bool read_fields(const Json& json, account::ResetPassword::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::InviteStaff& value);
template <>
bool read_fields(const Json& json, account::InviteStaff& out, FieldError& error);
void write(JsonWriter& writer, const account::InviteStaff::Reply& value);
template <>
bool read_fields(const Json& json, account::InviteStaff::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::GetInvitation& value);
template <>
bool read_fields(const Json& json, account::GetInvitation& out, FieldError& error);
void write(JsonWriter& writer, const account::GetInvitation::Reply& value);
template <>
bool read_fields(const Json& json, account::GetInvitation::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::AcceptInvitation& value);
template <>
bool read_fields(const Json& json, account::AcceptInvitation& out, FieldError& error);
void write(JsonWriter& writer, const account::AcceptInvitation::Reply& value);
template <>
bool read_fields(const Json& json, account::AcceptInvitation::Reply& out, FieldError& error);
void write(JsonWriter& writer, const account::RolesChangedEvent& value);
template <>
bool read_fields(const Json& json, account::RolesChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
