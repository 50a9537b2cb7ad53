// Generated from protocol/messages/fair.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/fair.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const PhaseDate& value) {
  writer.begin_object();
  writer.key("phase");
  write(writer, value.phase);
  writer.key("starts_at");
  write(writer, value.starts_at);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, PhaseDate& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "phase", {}, out.phase, error) &&
         read_required(json, "starts_at", {}, out.starts_at, error);
}

void write(JsonWriter& writer, const Theme& value) {
  writer.begin_object();
  if (value.accent) {
    writer.key("accent");
    write(writer, *value.accent);
  }
  if (value.accent_dark) {
    writer.key("accent_dark");
    write(writer, *value.accent_dark);
  }
  if (value.logo_url) {
    writer.key("logo_url");
    write(writer, *value.logo_url);
  }
  if (value.hero_url) {
    writer.key("hero_url");
    write(writer, *value.hero_url);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Theme& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "accent", {.max_length = 7}, out.accent, error) &&
         read_optional(json, "accent_dark", {.max_length = 7}, out.accent_dark, error) &&
         read_optional(json, "logo_url", {.max_length = 200}, out.logo_url, error) &&
         read_optional(json, "hero_url", {.max_length = 200}, out.hero_url, error);
}

void write(JsonWriter& writer, const LocalText& value) {
  writer.begin_object();
  writer.key("de");
  write(writer, value.de);
  if (value.en) {
    writer.key("en");
    write(writer, *value.en);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, LocalText& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "de", {.max_length = 4000}, out.de, error) &&
         read_optional(json, "en", {.max_length = 4000}, out.en, error);
}

void write(JsonWriter& writer, const Hall& value) {
  writer.begin_object();
  writer.key("hall_id");
  write(writer, value.hall_id);
  writer.key("slug");
  write(writer, value.slug);
  writer.key("title");
  write(writer, value.title);
  writer.key("about");
  write(writer, value.about);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Hall& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "hall_id", {}, out.hall_id, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "about", {}, out.about, error);
}

void write(JsonWriter& writer, const ProgrammeItem& value) {
  writer.begin_object();
  writer.key("slug");
  write(writer, value.slug);
  writer.key("starts_at");
  write(writer, value.starts_at);
  writer.key("minutes");
  write(writer, value.minutes);
  writer.key("title");
  write(writer, value.title);
  writer.key("about");
  write(writer, value.about);
  writer.key("place");
  write(writer, value.place);
  if (value.booth_slug) {
    writer.key("booth_slug");
    write(writer, *value.booth_slug);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, ProgrammeItem& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "starts_at", {}, out.starts_at, error) &&
         read_required(json, "minutes", {.minimum = 0, .maximum = 1440}, out.minutes, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "about", {}, out.about, error) &&
         read_required(json, "place", {.max_length = 120}, out.place, error) &&
         read_optional(json, "booth_slug", {.max_length = 40}, out.booth_slug, error);
}

void write(JsonWriter& writer, const WelcomeTopic& value) {
  writer.begin_object();
  writer.key("slug");
  write(writer, value.slug);
  writer.key("title");
  write(writer, value.title);
  writer.key("text");
  write(writer, value.text);
  if (value.booth_slug) {
    writer.key("booth_slug");
    write(writer, *value.booth_slug);
  }
  if (value.link_label) {
    writer.key("link_label");
    write(writer, *value.link_label);
  }
  if (value.link_url) {
    writer.key("link_url");
    write(writer, *value.link_url);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, WelcomeTopic& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "text", {}, out.text, error) &&
         read_optional(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_optional(json, "link_label", {.max_length = 120}, out.link_label, error) &&
         read_optional(json, "link_url", {.max_length = 300}, out.link_url, error);
}

void write(JsonWriter& writer, const FairSnapshot& value) {
  writer.begin_object();
  writer.key("slug");
  write(writer, value.slug);
  writer.key("title");
  write(writer, value.title);
  writer.key("claim");
  write(writer, value.claim);
  writer.key("organiser");
  write(writer, value.organiser);
  writer.key("contact_email");
  write(writer, value.contact_email);
  writer.key("zone");
  write(writer, value.zone);
  writer.key("address_form");
  write(writer, value.address_form);
  writer.key("phase");
  write(writer, value.phase);
  writer.key("phases");
  writer.begin_array();
  for (const auto& item : value.phases) write(writer, item);
  writer.end_array();
  writer.key("theme");
  write(writer, value.theme);
  writer.key("halls");
  writer.begin_array();
  for (const auto& item : value.halls) write(writer, item);
  writer.end_array();
  writer.key("programme");
  writer.begin_array();
  for (const auto& item : value.programme) write(writer, item);
  writer.end_array();
  writer.key("is_demo");
  write(writer, value.is_demo);
  writer.key("shows_mail");
  write(writer, value.shows_mail);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, FairSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "claim", {}, out.claim, error) &&
         read_required(json, "organiser", {.max_length = 120}, out.organiser, error) &&
         read_required(json, "contact_email", {.max_length = 254}, out.contact_email, error) &&
         read_required(json, "zone", {.max_length = 64}, out.zone, error) &&
         read_required(json, "address_form", {.max_length = 3}, out.address_form, error) &&
         read_required(json, "phase", {}, out.phase, error) &&
         read_required(json, "phases", {.max_items = 6}, out.phases, error) &&
         read_required(json, "theme", {}, out.theme, error) &&
         read_required(json, "halls", {.max_items = 20}, out.halls, error) &&
         read_required(json, "programme", {.max_items = 200}, out.programme, error) &&
         read_required(json, "is_demo", {}, out.is_demo, error) &&
         read_required(json, "shows_mail", {}, out.shows_mail, error);
}

void write(JsonWriter& writer, const fair::Get& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::Get& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const fair::Get::Reply& value) {
  writer.begin_object();
  writer.key("fair");
  write(writer, value.fair);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::Get::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "fair", {}, out.fair, error);
}

void write(JsonWriter& writer, const fair::ListTopics& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::ListTopics& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const fair::ListTopics::Reply& value) {
  writer.begin_object();
  writer.key("topics");
  writer.begin_array();
  for (const auto& item : value.topics) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::ListTopics::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "topics", {.max_items = 100}, out.topics, error);
}

void write(JsonWriter& writer, const fair::PhaseChangedEvent& value) {
  writer.begin_object();
  writer.key("phase");
  write(writer, value.phase);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::PhaseChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "phase", {}, out.phase, error);
}

void write(JsonWriter& writer, const fair::ChangedEvent& value) {
  writer.begin_object();
  writer.key("fair");
  write(writer, value.fair);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, fair::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "fair", {}, out.fair, error);
}

}  // namespace stollen::protocol
