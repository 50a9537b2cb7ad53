// Generated from protocol/messages/session.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/session.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const JoinStream& value) {
  writer.begin_object();
  writer.key("stream");
  write(writer, value.stream);
  if (value.epoch) {
    writer.key("epoch");
    write(writer, *value.epoch);
  }
  if (value.last) {
    writer.key("last");
    write(writer, *value.last);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, JoinStream& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "stream", {.min_length = 1, .max_length = 80}, out.stream, error) &&
         read_optional(json, "epoch", {.max_length = 32}, out.epoch, error) &&
         read_optional(json, "last", {.minimum = 0}, out.last, error);
}

void write(JsonWriter& writer, const JoinedStream& value) {
  writer.begin_object();
  writer.key("stream");
  write(writer, value.stream);
  writer.key("outcome");
  write(writer, value.outcome);
  if (value.epoch) {
    writer.key("epoch");
    write(writer, *value.epoch);
  }
  if (value.head) {
    writer.key("head");
    write(writer, *value.head);
  }
  if (value.snapshot) {
    writer.key("snapshot");
    write(writer, *value.snapshot);
  }
  if (value.events) {
    writer.key("events");
    write(writer, *value.events);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, JoinedStream& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "stream", {.max_length = 80}, out.stream, error) &&
         read_required(json, "outcome", {}, out.outcome, error) &&
         read_optional(json, "epoch", {.max_length = 32}, out.epoch, error) &&
         read_optional(json, "head", {.minimum = 0}, out.head, error) &&
         read_optional(json, "snapshot", {}, out.snapshot, error) &&
         read_optional(json, "events", {}, out.events, error);
}

void write(JsonWriter& writer, const StreamHead& value) {
  writer.begin_object();
  writer.key("stream");
  write(writer, value.stream);
  writer.key("head");
  write(writer, value.head);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, StreamHead& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "stream", {.max_length = 80}, out.stream, error) &&
         read_required(json, "head", {.minimum = 0}, out.head, error);
}

void write(JsonWriter& writer, const session::Join& value) {
  writer.begin_object();
  writer.key("streams");
  writer.begin_array();
  for (const auto& item : value.streams) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::Join& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "streams", {.min_items = 1, .max_items = 32}, out.streams, error);
}

void write(JsonWriter& writer, const session::Join::Reply& value) {
  writer.begin_object();
  writer.key("streams");
  writer.begin_array();
  for (const auto& item : value.streams) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::Join::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "streams", {.max_items = 32}, out.streams, error);
}

void write(JsonWriter& writer, const session::Leave& value) {
  writer.begin_object();
  writer.key("streams");
  writer.begin_array();
  for (const auto& item : value.streams) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::Leave& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "streams", {.max_length = 80, .min_items = 1, .max_items = 64}, out.streams, error);
}

void write(JsonWriter& writer, const session::Leave::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::Leave::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const session::HelloEvent& value) {
  writer.begin_object();
  writer.key("server_time");
  write(writer, value.server_time);
  writer.key("version");
  write(writer, value.version);
  writer.key("heartbeat_ms");
  write(writer, value.heartbeat_ms);
  writer.key("max_frame_bytes");
  write(writer, value.max_frame_bytes);
  if (value.person_id) {
    writer.key("person_id");
    write(writer, *value.person_id);
  }
  writer.key("roles");
  writer.begin_array();
  for (const auto& item : value.roles) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::HelloEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "server_time", {}, out.server_time, error) &&
         read_required(json, "version", {.max_length = 80}, out.version, error) &&
         read_required(json, "heartbeat_ms", {.minimum = 100}, out.heartbeat_ms, error) &&
         read_required(json, "max_frame_bytes", {.minimum = 1024}, out.max_frame_bytes, error) &&
         read_optional(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "roles", {.max_items = 4}, out.roles, error);
}

void write(JsonWriter& writer, const session::HeartbeatEvent& value) {
  writer.begin_object();
  writer.key("server_time");
  write(writer, value.server_time);
  writer.key("heads");
  writer.begin_array();
  for (const auto& item : value.heads) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::HeartbeatEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "server_time", {}, out.server_time, error) &&
         read_required(json, "heads", {.max_items = 64}, out.heads, error);
}

void write(JsonWriter& writer, const session::LeftEvent& value) {
  writer.begin_object();
  writer.key("stream");
  write(writer, value.stream);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::LeftEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "stream", {.max_length = 80}, out.stream, error);
}

void write(JsonWriter& writer, const session::RightsChangedEvent& value) {
  writer.begin_object();
  writer.key("roles");
  writer.begin_array();
  for (const auto& item : value.roles) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, session::RightsChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "roles", {.max_items = 4}, out.roles, error);
}

}  // namespace stollen::protocol
