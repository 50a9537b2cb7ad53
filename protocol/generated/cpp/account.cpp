// Generated from protocol/messages/account.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/account.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const Person& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  if (value.booth_id) {
    writer.key("booth_id");
    write(writer, *value.booth_id);
  }
  if (value.booth_name) {
    writer.key("booth_name");
    write(writer, *value.booth_name);
  }
  if (value.is_team) {
    writer.key("is_team");
    write(writer, *value.is_team);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Person& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_optional(json, "booth_id", {}, out.booth_id, error) &&
         read_optional(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_optional(json, "is_team", {}, out.is_team, error);
}

void write(JsonWriter& writer, const BoothMembership& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("role");
  write(writer, value.role);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, BoothMembership& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "role", {}, out.role, error);
}

void write(JsonWriter& writer, const Me& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("session_id");
  write(writer, value.session_id);
  writer.key("email");
  write(writer, value.email);
  writer.key("name");
  write(writer, value.name);
  writer.key("locale");
  write(writer, value.locale);
  writer.key("roles");
  writer.begin_array();
  for (const auto& item : value.roles) write(writer, item);
  writer.end_array();
  writer.key("booths");
  writer.begin_array();
  for (const auto& item : value.booths) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Me& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "session_id", {}, out.session_id, error) &&
         read_required(json, "email", {.max_length = 254}, out.email, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "locale", {}, out.locale, error) &&
         read_required(json, "roles", {.max_items = 4}, out.roles, error) &&
         read_required(json, "booths", {.max_items = 50}, out.booths, error);
}

void write(JsonWriter& writer, const SessionInfo& value) {
  writer.begin_object();
  writer.key("session_id");
  write(writer, value.session_id);
  writer.key("is_current");
  write(writer, value.is_current);
  writer.key("created_at");
  write(writer, value.created_at);
  writer.key("last_seen_at");
  write(writer, value.last_seen_at);
  writer.key("expires_at");
  write(writer, value.expires_at);
  writer.key("device");
  write(writer, value.device);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, SessionInfo& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "session_id", {}, out.session_id, error) &&
         read_required(json, "is_current", {}, out.is_current, error) &&
         read_required(json, "created_at", {}, out.created_at, error) &&
         read_required(json, "last_seen_at", {}, out.last_seen_at, error) &&
         read_required(json, "expires_at", {}, out.expires_at, error) &&
         read_required(json, "device", {.max_length = 120}, out.device, error);
}

void write(JsonWriter& writer, const account::Register& value) {
  writer.begin_object();
  writer.key("email");
  write(writer, value.email);
  writer.key("name");
  write(writer, value.name);
  writer.key("password");
  write(writer, value.password);
  writer.key("locale");
  write(writer, value.locale);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::Register& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "email", {.min_length = 3, .max_length = 254}, out.email, error) &&
         read_required(json, "name", {.min_length = 2, .max_length = 80}, out.name, error) &&
         read_required(json, "password", {.min_length = 10, .max_length = 128}, out.password, error) &&
         read_required(json, "locale", {}, out.locale, error);
}

void write(JsonWriter& writer, const account::Register::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::Register::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::Confirm& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::Confirm& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 128}, out.token, error);
}

void write(JsonWriter& writer, const account::Confirm::Reply& value) {
  writer.begin_object();
  writer.key("me");
  write(writer, value.me);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::Confirm::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::LogIn& value) {
  writer.begin_object();
  writer.key("email");
  write(writer, value.email);
  writer.key("password");
  write(writer, value.password);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::LogIn& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "email", {.min_length = 1, .max_length = 254}, out.email, error) &&
         read_required(json, "password", {.min_length = 1, .max_length = 128}, out.password, error);
}

void write(JsonWriter& writer, const account::LogIn::Reply& value) {
  writer.begin_object();
  writer.key("me");
  write(writer, value.me);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::LogIn::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::LogOut& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::LogOut& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::LogOut::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::LogOut::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::GetMe& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::GetMe& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::GetMe::Reply& value) {
  writer.begin_object();
  if (value.me) {
    writer.key("me");
    write(writer, *value.me);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::GetMe::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::UpdateProfile& value) {
  writer.begin_object();
  writer.key("name");
  write(writer, value.name);
  writer.key("locale");
  write(writer, value.locale);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::UpdateProfile& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "name", {.min_length = 2, .max_length = 80}, out.name, error) &&
         read_required(json, "locale", {}, out.locale, error);
}

void write(JsonWriter& writer, const account::UpdateProfile::Reply& value) {
  writer.begin_object();
  writer.key("me");
  write(writer, value.me);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::UpdateProfile::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::ListSessions& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::ListSessions& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::ListSessions::Reply& value) {
  writer.begin_object();
  writer.key("sessions");
  writer.begin_array();
  for (const auto& item : value.sessions) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::ListSessions::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "sessions", {.max_items = 100}, out.sessions, error);
}

void write(JsonWriter& writer, const account::EndSession& value) {
  writer.begin_object();
  writer.key("session_id");
  write(writer, value.session_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::EndSession& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "session_id", {}, out.session_id, error);
}

void write(JsonWriter& writer, const account::EndSession::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::EndSession::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::RequestPasswordReset& value) {
  writer.begin_object();
  writer.key("email");
  write(writer, value.email);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::RequestPasswordReset& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "email", {.min_length = 3, .max_length = 254}, out.email, error);
}

void write(JsonWriter& writer, const account::RequestPasswordReset::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::RequestPasswordReset::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::ResetPassword& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.key("password");
  write(writer, value.password);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::ResetPassword& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 128}, out.token, error) &&
         read_required(json, "password", {.min_length = 10, .max_length = 128}, out.password, error);
}

void write(JsonWriter& writer, const account::ResetPassword::Reply& value) {
  writer.begin_object();
  writer.key("me");
  write(writer, value.me);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::ResetPassword::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::InviteStaff& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("email");
  write(writer, value.email);
  writer.key("role");
  write(writer, value.role);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::InviteStaff& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "email", {.min_length = 3, .max_length = 254}, out.email, error) &&
         read_required(json, "role", {}, out.role, error);
}

void write(JsonWriter& writer, const account::InviteStaff::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::InviteStaff::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const account::GetInvitation& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::GetInvitation& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 128}, out.token, error);
}

void write(JsonWriter& writer, const account::GetInvitation::Reply& value) {
  writer.begin_object();
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("role");
  write(writer, value.role);
  writer.key("email");
  write(writer, value.email);
  writer.key("has_account");
  write(writer, value.has_account);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::GetInvitation::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "role", {}, out.role, error) &&
         read_required(json, "email", {.max_length = 254}, out.email, error) &&
         read_required(json, "has_account", {}, out.has_account, error);
}

void write(JsonWriter& writer, const account::AcceptInvitation& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  if (value.name) {
    writer.key("name");
    write(writer, *value.name);
  }
  if (value.password) {
    writer.key("password");
    write(writer, *value.password);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::AcceptInvitation& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 128}, out.token, error) &&
         read_optional(json, "name", {.min_length = 2, .max_length = 80}, out.name, error) &&
         read_optional(json, "password", {.min_length = 10, .max_length = 128}, out.password, error);
}

void write(JsonWriter& writer, const account::AcceptInvitation::Reply& value) {
  writer.begin_object();
  writer.key("me");
  write(writer, value.me);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::AcceptInvitation::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "me", {}, out.me, error);
}

void write(JsonWriter& writer, const account::RolesChangedEvent& value) {
  writer.begin_object();
  writer.key("roles");
  writer.begin_array();
  for (const auto& item : value.roles) write(writer, item);
  writer.end_array();
  writer.key("booths");
  writer.begin_array();
  for (const auto& item : value.booths) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, account::RolesChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "roles", {.max_items = 4}, out.roles, error) &&
         read_required(json, "booths", {.max_items = 50}, out.booths, error);
}

}  // namespace stollen::protocol
