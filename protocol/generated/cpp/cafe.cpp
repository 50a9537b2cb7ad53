// Generated from protocol/messages/cafe.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/cafe.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const Seat& value) {
  writer.begin_object();
  writer.key("person");
  write(writer, value.person);
  writer.key("since");
  write(writer, value.since);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Seat& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person", {}, out.person, error) &&
         read_required(json, "since", {}, out.since, error);
}

void write(JsonWriter& writer, const CafeTable& value) {
  writer.begin_object();
  writer.key("table_id");
  write(writer, value.table_id);
  writer.key("slug");
  write(writer, value.slug);
  writer.key("topic");
  write(writer, value.topic);
  writer.key("about");
  write(writer, value.about);
  writer.key("town");
  write(writer, value.town);
  writer.key("host");
  write(writer, value.host);
  writer.key("seat_count");
  write(writer, value.seat_count);
  writer.key("seats");
  writer.begin_array();
  for (const auto& item : value.seats) write(writer, item);
  writer.end_array();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, CafeTable& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table_id", {}, out.table_id, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "topic", {}, out.topic, error) &&
         read_required(json, "about", {}, out.about, error) &&
         read_required(json, "town", {.max_length = 80}, out.town, error) &&
         read_required(json, "host", {.max_length = 80}, out.host, error) &&
         read_required(json, "seat_count", {.minimum = 1, .maximum = 8}, out.seat_count, error) &&
         read_required(json, "seats", {.max_items = 8}, out.seats, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const CafeSnapshot& value) {
  writer.begin_object();
  writer.key("tables");
  writer.begin_array();
  for (const auto& item : value.tables) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, CafeSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "tables", {.max_items = 200}, out.tables, error);
}

void write(JsonWriter& writer, const cafe::Sit& value) {
  writer.begin_object();
  writer.key("table_id");
  write(writer, value.table_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::Sit& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table_id", {}, out.table_id, error);
}

void write(JsonWriter& writer, const cafe::Sit::Reply& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::Sit::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const cafe::StandUp& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::StandUp& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const cafe::StandUp::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::StandUp::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const cafe::List& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::List& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const cafe::List::Reply& value) {
  writer.begin_object();
  writer.key("tables");
  writer.begin_array();
  for (const auto& item : value.tables) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::List::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "tables", {.max_items = 200}, out.tables, error);
}

void write(JsonWriter& writer, const cafe::SeatTakenEvent& value) {
  writer.begin_object();
  writer.key("table_id");
  write(writer, value.table_id);
  writer.key("seat");
  write(writer, value.seat);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::SeatTakenEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table_id", {}, out.table_id, error) &&
         read_required(json, "seat", {}, out.seat, error);
}

void write(JsonWriter& writer, const cafe::SeatLeftEvent& value) {
  writer.begin_object();
  writer.key("table_id");
  write(writer, value.table_id);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::SeatLeftEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table_id", {}, out.table_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error);
}

void write(JsonWriter& writer, const cafe::ChangedEvent& value) {
  writer.begin_object();
  writer.key("table");
  write(writer, value.table);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table", {}, out.table, error);
}

void write(JsonWriter& writer, const cafe::RemovedEvent& value) {
  writer.begin_object();
  writer.key("table_id");
  write(writer, value.table_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, cafe::RemovedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "table_id", {}, out.table_id, error);
}

}  // namespace stollen::protocol
