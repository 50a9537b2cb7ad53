// Generated from protocol/messages/conversation.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/conversation.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const Reaction& value) {
  writer.begin_object();
  writer.key("emoji");
  write(writer, value.emoji);
  writer.key("people");
  writer.begin_array();
  for (const auto& item : value.people) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Reaction& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "emoji", {.min_length = 1, .max_length = 16}, out.emoji, error) &&
         read_required(json, "people", {.max_items = 200}, out.people, error);
}

void write(JsonWriter& writer, const Message& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("n");
  write(writer, value.n);
  writer.key("kind");
  write(writer, value.kind);
  writer.key("author");
  write(writer, value.author);
  writer.key("text");
  write(writer, value.text);
  if (value.reply_to) {
    writer.key("reply_to");
    write(writer, *value.reply_to);
  }
  writer.key("sent_at");
  write(writer, value.sent_at);
  if (value.edited_at) {
    writer.key("edited_at");
    write(writer, *value.edited_at);
  }
  if (value.is_deleted) {
    writer.key("is_deleted");
    write(writer, *value.is_deleted);
  }
  writer.key("reactions");
  writer.begin_array();
  for (const auto& item : value.reactions) write(writer, item);
  writer.end_array();
  if (value.cid) {
    writer.key("cid");
    write(writer, *value.cid);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Message& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "n", {.minimum = 1}, out.n, error) &&
         read_required(json, "kind", {}, out.kind, error) &&
         read_required(json, "author", {}, out.author, error) &&
         read_required(json, "text", {.max_length = 4000}, out.text, error) &&
         read_optional(json, "reply_to", {}, out.reply_to, error) &&
         read_required(json, "sent_at", {}, out.sent_at, error) &&
         read_optional(json, "edited_at", {}, out.edited_at, error) &&
         read_optional(json, "is_deleted", {}, out.is_deleted, error) &&
         read_required(json, "reactions", {.max_items = 20}, out.reactions, error) &&
         read_optional(json, "cid", {.max_length = 64}, out.cid, error);
}

void write(JsonWriter& writer, const ReadMark& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("n");
  write(writer, value.n);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, ReadMark& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "n", {.minimum = 0}, out.n, error);
}

void write(JsonWriter& writer, const ConversationSummary& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("kind");
  write(writer, value.kind);
  writer.key("state");
  write(writer, value.state);
  writer.key("title");
  write(writer, value.title);
  if (value.booth_id) {
    writer.key("booth_id");
    write(writer, *value.booth_id);
  }
  if (value.booth_slug) {
    writer.key("booth_slug");
    write(writer, *value.booth_slug);
  }
  if (value.booth_name) {
    writer.key("booth_name");
    write(writer, *value.booth_name);
  }
  if (value.visitor) {
    writer.key("visitor");
    write(writer, *value.visitor);
  }
  if (value.owner) {
    writer.key("owner");
    write(writer, *value.owner);
  }
  if (value.job_title) {
    writer.key("job_title");
    write(writer, *value.job_title);
  }
  writer.key("opened_at");
  write(writer, value.opened_at);
  writer.key("last_n");
  write(writer, value.last_n);
  writer.key("last_text");
  write(writer, value.last_text);
  writer.key("last_at");
  write(writer, value.last_at);
  writer.key("read_n");
  write(writer, value.read_n);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, ConversationSummary& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "kind", {}, out.kind, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_required(json, "title", {.max_length = 120}, out.title, error) &&
         read_optional(json, "booth_id", {}, out.booth_id, error) &&
         read_optional(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_optional(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_optional(json, "visitor", {}, out.visitor, error) &&
         read_optional(json, "owner", {}, out.owner, error) &&
         read_optional(json, "job_title", {.max_length = 120}, out.job_title, error) &&
         read_required(json, "opened_at", {}, out.opened_at, error) &&
         read_required(json, "last_n", {.minimum = 0}, out.last_n, error) &&
         read_required(json, "last_text", {.max_length = 160}, out.last_text, error) &&
         read_required(json, "last_at", {}, out.last_at, error) &&
         read_required(json, "read_n", {.minimum = 0}, out.read_n, error);
}

void write(JsonWriter& writer, const ConversationSnapshot& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("kind");
  write(writer, value.kind);
  writer.key("state");
  write(writer, value.state);
  writer.key("title");
  write(writer, value.title);
  if (value.booth_id) {
    writer.key("booth_id");
    write(writer, *value.booth_id);
  }
  if (value.booth_slug) {
    writer.key("booth_slug");
    write(writer, *value.booth_slug);
  }
  if (value.booth_name) {
    writer.key("booth_name");
    write(writer, *value.booth_name);
  }
  if (value.visitor) {
    writer.key("visitor");
    write(writer, *value.visitor);
  }
  if (value.owner) {
    writer.key("owner");
    write(writer, *value.owner);
  }
  if (value.job) {
    writer.key("job");
    write(writer, *value.job);
  }
  writer.key("members");
  writer.begin_array();
  for (const auto& item : value.members) write(writer, item);
  writer.end_array();
  writer.key("messages");
  writer.begin_array();
  for (const auto& item : value.messages) write(writer, item);
  writer.end_array();
  writer.key("has_more");
  write(writer, value.has_more);
  writer.key("read_marks");
  writer.begin_array();
  for (const auto& item : value.read_marks) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, ConversationSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "kind", {}, out.kind, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_required(json, "title", {.max_length = 120}, out.title, error) &&
         read_optional(json, "booth_id", {}, out.booth_id, error) &&
         read_optional(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_optional(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_optional(json, "visitor", {}, out.visitor, error) &&
         read_optional(json, "owner", {}, out.owner, error) &&
         read_optional(json, "job", {}, out.job, error) &&
         read_required(json, "members", {.max_items = 200}, out.members, error) &&
         read_required(json, "messages", {.max_items = 50}, out.messages, error) &&
         read_required(json, "has_more", {}, out.has_more, error) &&
         read_required(json, "read_marks", {.max_items = 200}, out.read_marks, error);
}

void write(JsonWriter& writer, const UserSnapshot& value) {
  writer.begin_object();
  writer.key("roles");
  writer.begin_array();
  for (const auto& item : value.roles) write(writer, item);
  writer.end_array();
  writer.key("booths");
  writer.begin_array();
  for (const auto& item : value.booths) write(writer, item);
  writer.end_array();
  writer.key("conversations");
  writer.begin_array();
  for (const auto& item : value.conversations) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, UserSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "roles", {.max_items = 4}, out.roles, error) &&
         read_required(json, "booths", {.max_items = 50}, out.booths, error) &&
         read_required(json, "conversations", {.max_items = 200}, out.conversations, error);
}

void write(JsonWriter& writer, const StaffMember& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  writer.key("role");
  write(writer, value.role);
  writer.key("duty");
  write(writer, value.duty);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, StaffMember& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "role", {}, out.role, error) &&
         read_required(json, "duty", {}, out.duty, error);
}

void write(JsonWriter& writer, const DeskSnapshot& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("conversations");
  writer.begin_array();
  for (const auto& item : value.conversations) write(writer, item);
  writer.end_array();
  writer.key("team");
  writer.begin_array();
  for (const auto& item : value.team) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, DeskSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "conversations", {.max_items = 200}, out.conversations, error) &&
         read_required(json, "team", {.max_items = 100}, out.team, error);
}

void write(JsonWriter& writer, const RoomInfo& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("slug");
  write(writer, value.slug);
  writer.key("title");
  write(writer, value.title);
  writer.key("about");
  write(writer, value.about);
  if (value.last_at) {
    writer.key("last_at");
    write(writer, *value.last_at);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, RoomInfo& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "about", {}, out.about, error) &&
         read_optional(json, "last_at", {}, out.last_at, error);
}

void write(JsonWriter& writer, const conversation::Open& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("text");
  write(writer, value.text);
  if (value.job_id) {
    writer.key("job_id");
    write(writer, *value.job_id);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Open& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "text", {.min_length = 1, .max_length = 4000}, out.text, error) &&
         read_optional(json, "job_id", {}, out.job_id, error);
}

void write(JsonWriter& writer, const conversation::Open::Reply& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Open::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const conversation::Take& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Take& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const conversation::Take::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Take::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::Close& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Close& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const conversation::Close::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Close::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::SendMessage& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("text");
  write(writer, value.text);
  if (value.reply_to) {
    writer.key("reply_to");
    write(writer, *value.reply_to);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::SendMessage& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "text", {.min_length = 1, .max_length = 4000}, out.text, error) &&
         read_optional(json, "reply_to", {}, out.reply_to, error);
}

void write(JsonWriter& writer, const conversation::SendMessage::Reply& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("n");
  write(writer, value.n);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::SendMessage::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "n", {.minimum = 1}, out.n, error);
}

void write(JsonWriter& writer, const conversation::EditMessage& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("text");
  write(writer, value.text);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::EditMessage& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "text", {.min_length = 1, .max_length = 4000}, out.text, error);
}

void write(JsonWriter& writer, const conversation::EditMessage::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::EditMessage::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::DeleteMessage& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::DeleteMessage& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error);
}

void write(JsonWriter& writer, const conversation::DeleteMessage::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::DeleteMessage::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::React& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("emoji");
  write(writer, value.emoji);
  writer.key("on");
  write(writer, value.on);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::React& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "emoji", {.min_length = 1, .max_length = 16}, out.emoji, error) &&
         read_required(json, "on", {}, out.on, error);
}

void write(JsonWriter& writer, const conversation::React::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::React::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::MarkRead& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("n");
  write(writer, value.n);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MarkRead& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "n", {.minimum = 0}, out.n, error);
}

void write(JsonWriter& writer, const conversation::MarkRead::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MarkRead::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::Type& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Type& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const conversation::Type::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::Type::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::ListMessages& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.key("before_n");
  write(writer, value.before_n);
  if (value.limit) {
    writer.key("limit");
    write(writer, *value.limit);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ListMessages& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "before_n", {.minimum = 1}, out.before_n, error) &&
         read_optional(json, "limit", {.minimum = 1, .maximum = 100}, out.limit, error);
}

void write(JsonWriter& writer, const conversation::ListMessages::Reply& value) {
  writer.begin_object();
  writer.key("messages");
  writer.begin_array();
  for (const auto& item : value.messages) write(writer, item);
  writer.end_array();
  writer.key("has_more");
  write(writer, value.has_more);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ListMessages::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "messages", {.max_items = 100}, out.messages, error) &&
         read_required(json, "has_more", {}, out.has_more, error);
}

void write(JsonWriter& writer, const conversation::ListRooms& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ListRooms& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const conversation::ListRooms::Reply& value) {
  writer.begin_object();
  writer.key("rooms");
  writer.begin_array();
  for (const auto& item : value.rooms) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ListRooms::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "rooms", {.max_items = 200}, out.rooms, error);
}

void write(JsonWriter& writer, const conversation::MessageEvent& value) {
  writer.begin_object();
  writer.key("message");
  write(writer, value.message);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MessageEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message", {}, out.message, error);
}

void write(JsonWriter& writer, const conversation::MessageEditedEvent& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("text");
  write(writer, value.text);
  writer.key("edited_at");
  write(writer, value.edited_at);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MessageEditedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "text", {.max_length = 4000}, out.text, error) &&
         read_required(json, "edited_at", {}, out.edited_at, error);
}

void write(JsonWriter& writer, const conversation::MessageDeletedEvent& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MessageDeletedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error);
}

void write(JsonWriter& writer, const conversation::ReactedEvent& value) {
  writer.begin_object();
  writer.key("message_id");
  write(writer, value.message_id);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("emoji");
  write(writer, value.emoji);
  writer.key("on");
  write(writer, value.on);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ReactedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "message_id", {}, out.message_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "emoji", {.max_length = 16}, out.emoji, error) &&
         read_required(json, "on", {}, out.on, error);
}

void write(JsonWriter& writer, const conversation::ReadEvent& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("n");
  write(writer, value.n);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ReadEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "n", {.minimum = 0}, out.n, error);
}

void write(JsonWriter& writer, const conversation::StateChangedEvent& value) {
  writer.begin_object();
  writer.key("state");
  write(writer, value.state);
  if (value.owner) {
    writer.key("owner");
    write(writer, *value.owner);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::StateChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_optional(json, "owner", {}, out.owner, error);
}

void write(JsonWriter& writer, const conversation::MemberJoinedEvent& value) {
  writer.begin_object();
  writer.key("person");
  write(writer, value.person);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MemberJoinedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person", {}, out.person, error);
}

void write(JsonWriter& writer, const conversation::MemberLeftEvent& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::MemberLeftEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error);
}

void write(JsonWriter& writer, const conversation::TypingEvent& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::TypingEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error);
}

void write(JsonWriter& writer, const conversation::ListedEvent& value) {
  writer.begin_object();
  writer.key("conversation");
  write(writer, value.conversation);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::ListedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation", {}, out.conversation, error);
}

void write(JsonWriter& writer, const conversation::UnlistedEvent& value) {
  writer.begin_object();
  writer.key("conversation_id");
  write(writer, value.conversation_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::UnlistedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation_id", {}, out.conversation_id, error);
}

void write(JsonWriter& writer, const conversation::DeskChangedEvent& value) {
  writer.begin_object();
  writer.key("conversation");
  write(writer, value.conversation);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::DeskChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conversation", {}, out.conversation, error);
}

void write(JsonWriter& writer, const conversation::DutyChangedEvent& value) {
  writer.begin_object();
  writer.key("member");
  write(writer, value.member);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, conversation::DutyChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "member", {}, out.member, error);
}

}  // namespace stollen::protocol
