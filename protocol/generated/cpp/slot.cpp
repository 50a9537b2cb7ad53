// Generated from protocol/messages/slot.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/slot.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const Slot& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  writer.key("starts_at");
  write(writer, value.starts_at);
  writer.key("minutes");
  write(writer, value.minutes);
  writer.key("seats");
  write(writer, value.seats);
  writer.key("free_seats");
  write(writer, value.free_seats);
  if (value.title) {
    writer.key("title");
    write(writer, *value.title);
  }
  if (value.opens_at) {
    writer.key("opens_at");
    write(writer, *value.opens_at);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Slot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "starts_at", {}, out.starts_at, error) &&
         read_required(json, "minutes", {.minimum = 5, .maximum = 240}, out.minutes, error) &&
         read_required(json, "seats", {.minimum = 1, .maximum = 30}, out.seats, error) &&
         read_required(json, "free_seats", {.minimum = 0, .maximum = 30}, out.free_seats, error) &&
         read_optional(json, "title", {.max_length = 80}, out.title, error) &&
         read_optional(json, "opens_at", {}, out.opens_at, error);
}

void write(JsonWriter& writer, const StaffSlot& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.key("state");
  write(writer, value.state);
  writer.key("held_seats");
  write(writer, value.held_seats);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, StaffSlot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_required(json, "held_seats", {.minimum = 0, .maximum = 30}, out.held_seats, error);
}

void write(JsonWriter& writer, const FoundSlot& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, FoundSlot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error);
}

void write(JsonWriter& writer, const Hold& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("generation");
  write(writer, value.generation);
  writer.key("until");
  write(writer, value.until);
  writer.key("extensions_left");
  write(writer, value.extensions_left);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Hold& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "generation", {.minimum = 1}, out.generation, error) &&
         read_required(json, "until", {}, out.until, error) &&
         read_required(json, "extensions_left", {.minimum = 0, .maximum = 10}, out.extensions_left, error);
}

void write(JsonWriter& writer, const TimeSpan& value) {
  writer.begin_object();
  writer.key("from");
  write(writer, value.from);
  writer.key("to");
  write(writer, value.to);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, TimeSpan& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "from", {}, out.from, error) &&
         read_required(json, "to", {}, out.to, error);
}

void write(JsonWriter& writer, const Portion& value) {
  writer.begin_object();
  writer.key("percent");
  write(writer, value.percent);
  writer.key("opens_at");
  write(writer, value.opens_at);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Portion& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "percent", {.minimum = 1, .maximum = 100}, out.percent, error) &&
         read_required(json, "opens_at", {}, out.opens_at, error);
}

void write(JsonWriter& writer, const CalendarSnapshot& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("slots");
  writer.begin_array();
  for (const auto& item : value.slots_) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, CalendarSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "slots", {.max_items = 600}, out.slots_, error);
}

void write(JsonWriter& writer, const slot::List& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::List& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error);
}

void write(JsonWriter& writer, const slot::List::Reply& value) {
  writer.begin_object();
  writer.key("slots");
  writer.begin_array();
  for (const auto& item : value.slots_) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::List::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slots", {.max_items = 600}, out.slots_, error);
}

void write(JsonWriter& writer, const slot::Find& value) {
  writer.begin_object();
  if (value.booth_id) {
    writer.key("booth_id");
    write(writer, *value.booth_id);
  }
  if (value.field) {
    writer.key("field");
    write(writer, *value.field);
  }
  if (value.from) {
    writer.key("from");
    write(writer, *value.from);
  }
  if (value.near) {
    writer.key("near");
    write(writer, *value.near);
  }
  if (value.limit) {
    writer.key("limit");
    write(writer, *value.limit);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Find& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "booth_id", {}, out.booth_id, error) &&
         read_optional(json, "field", {.max_length = 80}, out.field, error) &&
         read_optional(json, "from", {}, out.from, error) &&
         read_optional(json, "near", {}, out.near, error) &&
         read_optional(json, "limit", {.minimum = 1, .maximum = 50}, out.limit, error);
}

void write(JsonWriter& writer, const slot::Find::Reply& value) {
  writer.begin_object();
  writer.key("slots");
  writer.begin_array();
  for (const auto& item : value.slots_) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Find::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slots", {.max_items = 50}, out.slots_, error);
}

void write(JsonWriter& writer, const slot::Hold& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  if (value.any_member) {
    writer.key("any_member");
    write(writer, *value.any_member);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Hold& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_optional(json, "any_member", {}, out.any_member, error);
}

void write(JsonWriter& writer, const slot::Hold::Reply& value) {
  writer.begin_object();
  writer.key("hold");
  write(writer, value.hold);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Hold::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "hold", {}, out.hold, error);
}

void write(JsonWriter& writer, const slot::Extend& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("generation");
  write(writer, value.generation);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Extend& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "generation", {.minimum = 1}, out.generation, error);
}

void write(JsonWriter& writer, const slot::Extend::Reply& value) {
  writer.begin_object();
  writer.key("hold");
  write(writer, value.hold);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Extend::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "hold", {}, out.hold, error);
}

void write(JsonWriter& writer, const slot::Release& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("generation");
  write(writer, value.generation);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Release& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "generation", {.minimum = 1}, out.generation, error);
}

void write(JsonWriter& writer, const slot::Release::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Release::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const slot::Open& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("windows");
  writer.begin_array();
  for (const auto& item : value.windows) write(writer, item);
  writer.end_array();
  if (value.breaks) {
    writer.key("breaks");
    writer.begin_array();
    for (const auto& item : *value.breaks) write(writer, item);
    writer.end_array();
  }
  writer.key("minutes");
  write(writer, value.minutes);
  if (value.buffer_minutes) {
    writer.key("buffer_minutes");
    write(writer, *value.buffer_minutes);
  }
  if (value.seats) {
    writer.key("seats");
    write(writer, *value.seats);
  }
  if (value.title) {
    writer.key("title");
    write(writer, *value.title);
  }
  if (value.walk_in_percent) {
    writer.key("walk_in_percent");
    write(writer, *value.walk_in_percent);
  }
  if (value.portions) {
    writer.key("portions");
    writer.begin_array();
    for (const auto& item : *value.portions) write(writer, item);
    writer.end_array();
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Open& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "windows", {.min_items = 1, .max_items = 62}, out.windows, error) &&
         read_optional(json, "breaks", {.max_items = 124}, out.breaks, error) &&
         read_required(json, "minutes", {.minimum = 5, .maximum = 240}, out.minutes, error) &&
         read_optional(json, "buffer_minutes", {.minimum = 0, .maximum = 60}, out.buffer_minutes, error) &&
         read_optional(json, "seats", {.minimum = 1, .maximum = 30}, out.seats, error) &&
         read_optional(json, "title", {.max_length = 80}, out.title, error) &&
         read_optional(json, "walk_in_percent", {.minimum = 0, .maximum = 100}, out.walk_in_percent, error) &&
         read_optional(json, "portions", {.max_items = 5}, out.portions, error);
}

void write(JsonWriter& writer, const slot::Open::Reply& value) {
  writer.begin_object();
  writer.key("opened");
  write(writer, value.opened);
  writer.key("left_out");
  write(writer, value.left_out);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Open::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "opened", {.minimum = 0, .maximum = 600}, out.opened, error) &&
         read_required(json, "left_out", {.minimum = 0, .maximum = 100000}, out.left_out, error);
}

void write(JsonWriter& writer, const slot::ImportBusy& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("calendar");
  write(writer, value.calendar);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::ImportBusy& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "calendar", {.min_length = 1, .max_length = 262144}, out.calendar, error);
}

void write(JsonWriter& writer, const slot::ImportBusy::Reply& value) {
  writer.begin_object();
  writer.key("blocked");
  write(writer, value.blocked);
  writer.key("blocked_before");
  write(writer, value.blocked_before);
  writer.key("conflicts");
  writer.begin_array();
  for (const auto& item : value.conflicts) write(writer, item);
  writer.end_array();
  writer.key("unread");
  write(writer, value.unread);
  writer.key("is_complete");
  write(writer, value.is_complete);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::ImportBusy::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "blocked", {.minimum = 0, .maximum = 600}, out.blocked, error) &&
         read_required(json, "blocked_before", {.minimum = 0, .maximum = 600}, out.blocked_before, error) &&
         read_required(json, "conflicts", {.max_items = 600}, out.conflicts, error) &&
         read_required(json, "unread", {.minimum = 0, .maximum = 1000000}, out.unread, error) &&
         read_required(json, "is_complete", {}, out.is_complete, error);
}

void write(JsonWriter& writer, const slot::Block& value) {
  writer.begin_object();
  writer.key("slot_ids");
  writer.begin_array();
  for (const auto& item : value.slot_ids) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Block& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_ids", {.min_items = 1, .max_items = 600}, out.slot_ids, error);
}

void write(JsonWriter& writer, const slot::Block::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Block::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const slot::Unblock& value) {
  writer.begin_object();
  writer.key("slot_ids");
  writer.begin_array();
  for (const auto& item : value.slot_ids) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Unblock& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_ids", {.min_items = 1, .max_items = 600}, out.slot_ids, error);
}

void write(JsonWriter& writer, const slot::Unblock::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Unblock::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const slot::Withdraw& value) {
  writer.begin_object();
  writer.key("slot_ids");
  writer.begin_array();
  for (const auto& item : value.slot_ids) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Withdraw& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_ids", {.min_items = 1, .max_items = 600}, out.slot_ids, error);
}

void write(JsonWriter& writer, const slot::Withdraw::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Withdraw::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const slot::Move& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("starts_at");
  write(writer, value.starts_at);
  if (value.person_id) {
    writer.key("person_id");
    write(writer, *value.person_id);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Move& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "starts_at", {}, out.starts_at, error) &&
         read_optional(json, "person_id", {}, out.person_id, error);
}

void write(JsonWriter& writer, const slot::Move::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::Move::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const slot::ChangedEvent& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error);
}

void write(JsonWriter& writer, const slot::RemovedEvent& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::RemovedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error);
}

void write(JsonWriter& writer, const slot::StaffChangedEvent& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::StaffChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error);
}

void write(JsonWriter& writer, const slot::StaffRemovedEvent& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::StaffRemovedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error);
}

void write(JsonWriter& writer, const slot::HeldEvent& value) {
  writer.begin_object();
  writer.key("hold");
  write(writer, value.hold);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::HeldEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "hold", {}, out.hold, error);
}

void write(JsonWriter& writer, const slot::HoldEndedEvent& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("generation");
  write(writer, value.generation);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, slot::HoldEndedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "generation", {.minimum = 1}, out.generation, error);
}

}  // namespace stollen::protocol
