// Generated from protocol/messages/waitlist.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/waitlist.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const SlotOffer& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.key("until");
  write(writer, value.until);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, SlotOffer& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error) &&
         read_required(json, "until", {}, out.until, error);
}

void write(JsonWriter& writer, const WaitlistEntry& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  if (value.person_id) {
    writer.key("person_id");
    write(writer, *value.person_id);
  }
  if (value.name) {
    writer.key("name");
    write(writer, *value.name);
  }
  writer.key("short_notice");
  write(writer, value.short_notice);
  writer.key("joined_at");
  write(writer, value.joined_at);
  if (value.offer) {
    writer.key("offer");
    write(writer, *value.offer);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, WaitlistEntry& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_optional(json, "person_id", {}, out.person_id, error) &&
         read_optional(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "short_notice", {}, out.short_notice, error) &&
         read_required(json, "joined_at", {}, out.joined_at, error) &&
         read_optional(json, "offer", {}, out.offer, error);
}

void write(JsonWriter& writer, const waitlist::Join& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  if (value.person_id) {
    writer.key("person_id");
    write(writer, *value.person_id);
  }
  writer.key("short_notice");
  write(writer, value.short_notice);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Join& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_optional(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "short_notice", {}, out.short_notice, error);
}

void write(JsonWriter& writer, const waitlist::Join::Reply& value) {
  writer.begin_object();
  writer.key("entry");
  write(writer, value.entry);
  writer.key("ahead");
  write(writer, value.ahead);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Join::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "entry", {}, out.entry, error) &&
         read_required(json, "ahead", {.minimum = 0, .maximum = 1000000}, out.ahead, error);
}

void write(JsonWriter& writer, const waitlist::Leave& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Leave& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error);
}

void write(JsonWriter& writer, const waitlist::Leave::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Leave::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const waitlist::Decline& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Decline& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error);
}

void write(JsonWriter& writer, const waitlist::Decline::Reply& value) {
  writer.begin_object();
  writer.key("entry");
  write(writer, value.entry);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Decline::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "entry", {}, out.entry, error);
}

void write(JsonWriter& writer, const waitlist::Count& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Count& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error);
}

void write(JsonWriter& writer, const waitlist::Count::Reply& value) {
  writer.begin_object();
  writer.key("waiting");
  write(writer, value.waiting);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::Count::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "waiting", {.minimum = 0, .maximum = 1000000}, out.waiting, error);
}

void write(JsonWriter& writer, const waitlist::ChangedEvent& value) {
  writer.begin_object();
  writer.key("entry");
  write(writer, value.entry);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "entry", {}, out.entry, error);
}

void write(JsonWriter& writer, const waitlist::RemovedEvent& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("reason");
  write(writer, value.reason);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::RemovedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "reason", {}, out.reason, error);
}

void write(JsonWriter& writer, const waitlist::CountedEvent& value) {
  writer.begin_object();
  writer.key("waiting");
  write(writer, value.waiting);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, waitlist::CountedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "waiting", {.minimum = 0, .maximum = 1000000}, out.waiting, error);
}

}  // namespace stollen::protocol
