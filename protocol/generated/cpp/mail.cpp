// Generated from protocol/messages/mail.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/mail.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const OutgoingMail& value) {
  writer.begin_object();
  writer.key("mail_id");
  write(writer, value.mail_id);
  writer.key("to");
  write(writer, value.to);
  writer.key("subject");
  write(writer, value.subject);
  writer.key("text");
  write(writer, value.text);
  writer.key("state");
  write(writer, value.state);
  writer.key("created_at");
  write(writer, value.created_at);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, OutgoingMail& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "mail_id", {}, out.mail_id, error) &&
         read_required(json, "to", {.max_length = 254}, out.to, error) &&
         read_required(json, "subject", {.max_length = 200}, out.subject, error) &&
         read_required(json, "text", {.max_length = 20000}, out.text, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_required(json, "created_at", {}, out.created_at, error);
}

void write(JsonWriter& writer, const mail::ListOutgoing& value) {
  writer.begin_object();
  if (value.limit) {
    writer.key("limit");
    write(writer, *value.limit);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, mail::ListOutgoing& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "limit", {.minimum = 1, .maximum = 200}, out.limit, error);
}

void write(JsonWriter& writer, const mail::ListOutgoing::Reply& value) {
  writer.begin_object();
  writer.key("mails");
  writer.begin_array();
  for (const auto& item : value.mails) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, mail::ListOutgoing::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "mails", {.max_items = 200}, out.mails, error);
}

}  // namespace stollen::protocol
