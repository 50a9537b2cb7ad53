// Generated from protocol/messages/booth.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/booth.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const BoothCard& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("slug");
  write(writer, value.slug);
  writer.key("hall_id");
  write(writer, value.hall_id);
  writer.key("kind");
  write(writer, value.kind);
  writer.key("name");
  write(writer, value.name);
  writer.key("tagline");
  write(writer, value.tagline);
  writer.key("sector");
  write(writer, value.sector);
  writer.key("town");
  write(writer, value.town);
  if (value.logo_url) {
    writer.key("logo_url");
    write(writer, *value.logo_url);
  }
  writer.key("job_count");
  write(writer, value.job_count);
  writer.key("topics");
  writer.begin_array();
  for (const auto& item : value.topics) write(writer, item);
  writer.end_array();
  writer.key("state");
  write(writer, value.state);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, BoothCard& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "hall_id", {}, out.hall_id, error) &&
         read_required(json, "kind", {}, out.kind, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "tagline", {}, out.tagline, error) &&
         read_required(json, "sector", {.max_length = 80}, out.sector, error) &&
         read_required(json, "town", {.max_length = 80}, out.town, error) &&
         read_optional(json, "logo_url", {.max_length = 200}, out.logo_url, error) &&
         read_required(json, "job_count", {.minimum = 0}, out.job_count, error) &&
         read_required(json, "topics", {.max_length = 80, .max_items = 20}, out.topics, error) &&
         read_required(json, "state", {}, out.state, error);
}

void write(JsonWriter& writer, const Link& value) {
  writer.begin_object();
  writer.key("label");
  write(writer, value.label);
  writer.key("url");
  write(writer, value.url);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Link& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "label", {.max_length = 80}, out.label, error) &&
         read_required(json, "url", {.max_length = 300}, out.url, error);
}

void write(JsonWriter& writer, const Job& value) {
  writer.begin_object();
  writer.key("job_id");
  write(writer, value.job_id);
  writer.key("slug");
  write(writer, value.slug);
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("title");
  write(writer, value.title);
  writer.key("field");
  write(writer, value.field);
  writer.key("kind");
  write(writer, value.kind);
  writer.key("town");
  write(writer, value.town);
  writer.key("postcode");
  write(writer, value.postcode);
  writer.key("remote");
  write(writer, value.remote);
  if (value.pay_min) {
    writer.key("pay_min");
    write(writer, *value.pay_min);
  }
  if (value.pay_max) {
    writer.key("pay_max");
    write(writer, *value.pay_max);
  }
  writer.key("pay_unit");
  write(writer, value.pay_unit);
  writer.key("entry");
  write(writer, value.entry);
  writer.key("text");
  write(writer, value.text);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Job& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "job_id", {}, out.job_id, error) &&
         read_required(json, "slug", {.max_length = 40}, out.slug, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "title", {}, out.title, error) &&
         read_required(json, "field", {.max_length = 80}, out.field, error) &&
         read_required(json, "kind", {}, out.kind, error) &&
         read_required(json, "town", {.max_length = 80}, out.town, error) &&
         read_required(json, "postcode", {.max_length = 10}, out.postcode, error) &&
         read_required(json, "remote", {}, out.remote, error) &&
         read_optional(json, "pay_min", {.minimum = 0}, out.pay_min, error) &&
         read_optional(json, "pay_max", {.minimum = 0}, out.pay_max, error) &&
         read_required(json, "pay_unit", {}, out.pay_unit, error) &&
         read_required(json, "entry", {.max_length = 40}, out.entry, error) &&
         read_required(json, "text", {}, out.text, error);
}

void write(JsonWriter& writer, const TeamMember& value) {
  writer.begin_object();
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  writer.key("position");
  write(writer, value.position);
  writer.key("languages");
  writer.begin_array();
  for (const auto& item : value.languages) write(writer, item);
  writer.end_array();
  writer.key("role");
  write(writer, value.role);
  writer.key("duty");
  write(writer, value.duty);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, TeamMember& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "position", {.max_length = 80}, out.position, error) &&
         read_required(json, "languages", {.max_length = 8, .max_items = 10}, out.languages, error) &&
         read_required(json, "role", {}, out.role, error) &&
         read_required(json, "duty", {}, out.duty, error);
}

void write(JsonWriter& writer, const BoothDetail& value) {
  writer.begin_object();
  writer.key("card");
  write(writer, value.card);
  writer.key("text");
  write(writer, value.text);
  writer.key("postcode");
  write(writer, value.postcode);
  if (value.employees) {
    writer.key("employees");
    write(writer, *value.employees);
  }
  if (value.website) {
    writer.key("website");
    write(writer, *value.website);
  }
  writer.key("links");
  writer.begin_array();
  for (const auto& item : value.links) write(writer, item);
  writer.end_array();
  writer.key("team");
  writer.begin_array();
  for (const auto& item : value.team) write(writer, item);
  writer.end_array();
  writer.key("jobs");
  writer.begin_array();
  for (const auto& item : value.jobs) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, BoothDetail& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "card", {}, out.card, error) &&
         read_required(json, "text", {}, out.text, error) &&
         read_required(json, "postcode", {.max_length = 10}, out.postcode, error) &&
         read_optional(json, "employees", {.minimum = 0}, out.employees, error) &&
         read_optional(json, "website", {.max_length = 300}, out.website, error) &&
         read_required(json, "links", {.max_items = 20}, out.links, error) &&
         read_required(json, "team", {.max_items = 100}, out.team, error) &&
         read_required(json, "jobs", {.max_items = 200}, out.jobs, error);
}

void write(JsonWriter& writer, const HallSnapshot& value) {
  writer.begin_object();
  writer.key("booths");
  writer.begin_array();
  for (const auto& item : value.booths) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, HallSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booths", {.max_items = 1000}, out.booths, error);
}

void write(JsonWriter& writer, const booth::Get& value) {
  writer.begin_object();
  writer.key("slug");
  write(writer, value.slug);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::Get& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slug", {.min_length = 1, .max_length = 40}, out.slug, error);
}

void write(JsonWriter& writer, const booth::Get::Reply& value) {
  writer.begin_object();
  writer.key("booth");
  write(writer, value.booth);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::Get::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth", {}, out.booth, error);
}

void write(JsonWriter& writer, const booth::List& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::List& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const booth::List::Reply& value) {
  writer.begin_object();
  writer.key("booths");
  writer.begin_array();
  for (const auto& item : value.booths) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::List::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booths", {.max_items = 1000}, out.booths, error);
}

void write(JsonWriter& writer, const booth::ListJobs& value) {
  writer.begin_object();
  if (value.words) {
    writer.key("words");
    write(writer, *value.words);
  }
  if (value.field) {
    writer.key("field");
    write(writer, *value.field);
  }
  if (value.kind) {
    writer.key("kind");
    write(writer, *value.kind);
  }
  if (value.town) {
    writer.key("town");
    write(writer, *value.town);
  }
  if (value.after) {
    writer.key("after");
    write(writer, *value.after);
  }
  if (value.limit) {
    writer.key("limit");
    write(writer, *value.limit);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::ListJobs& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "words", {.max_length = 80}, out.words, error) &&
         read_optional(json, "field", {.max_length = 80}, out.field, error) &&
         read_optional(json, "kind", {}, out.kind, error) &&
         read_optional(json, "town", {.max_length = 80}, out.town, error) &&
         read_optional(json, "after", {}, out.after, error) &&
         read_optional(json, "limit", {.minimum = 1, .maximum = 200}, out.limit, error);
}

void write(JsonWriter& writer, const booth::ListJobs::Reply& value) {
  writer.begin_object();
  writer.key("jobs");
  writer.begin_array();
  for (const auto& item : value.jobs) write(writer, item);
  writer.end_array();
  writer.key("total");
  write(writer, value.total);
  writer.key("fields");
  writer.begin_array();
  for (const auto& item : value.fields) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::ListJobs::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "jobs", {.max_items = 200}, out.jobs, error) &&
         read_required(json, "total", {.minimum = 0}, out.total, error) &&
         read_required(json, "fields", {.max_length = 80, .max_items = 200}, out.fields, error);
}

void write(JsonWriter& writer, const booth::SetDuty& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("duty");
  write(writer, value.duty);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::SetDuty& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "duty", {}, out.duty, error);
}

void write(JsonWriter& writer, const booth::SetDuty::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::SetDuty::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const booth::StateChangedEvent& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("state");
  write(writer, value.state);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::StateChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "state", {}, out.state, error);
}

void write(JsonWriter& writer, const booth::ChangedEvent& value) {
  writer.begin_object();
  writer.key("booth");
  write(writer, value.booth);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth", {}, out.booth, error);
}

void write(JsonWriter& writer, const booth::RemovedEvent& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, booth::RemovedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error);
}

}  // namespace stollen::protocol
