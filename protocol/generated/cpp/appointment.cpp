// Generated from protocol/messages/appointment.json by protocol/generate.mjs; do not edit.
#include "protocol/generated/cpp/appointment.hpp"

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

void write(JsonWriter& writer, const Proposal& value) {
  writer.begin_object();
  writer.key("slot");
  write(writer, value.slot);
  writer.key("until");
  write(writer, value.until);
  if (value.note) {
    writer.key("note");
    write(writer, *value.note);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Proposal& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot", {}, out.slot, error) &&
         read_required(json, "until", {}, out.until, error) &&
         read_optional(json, "note", {.max_length = 500}, out.note, error);
}

void write(JsonWriter& writer, const Appointment& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("booth_slug");
  write(writer, value.booth_slug);
  writer.key("booth_name");
  write(writer, value.booth_name);
  writer.key("person_id");
  write(writer, value.person_id);
  writer.key("name");
  write(writer, value.name);
  writer.key("visitor");
  write(writer, value.visitor);
  writer.key("starts_at");
  write(writer, value.starts_at);
  writer.key("minutes");
  write(writer, value.minutes);
  writer.key("is_round");
  write(writer, value.is_round);
  if (value.title) {
    writer.key("title");
    write(writer, *value.title);
  }
  writer.key("state");
  write(writer, value.state);
  if (value.reason) {
    writer.key("reason");
    write(writer, *value.reason);
  }
  if (value.job_id) {
    writer.key("job_id");
    write(writer, *value.job_id);
  }
  if (value.job_title) {
    writer.key("job_title");
    write(writer, *value.job_title);
  }
  writer.key("zone");
  write(writer, value.zone);
  writer.key("sequence");
  write(writer, value.sequence);
  writer.key("booked_at");
  write(writer, value.booked_at);
  writer.key("by_staff");
  write(writer, value.by_staff);
  if (value.cancelled_by) {
    writer.key("cancelled_by");
    write(writer, *value.cancelled_by);
  }
  if (value.cancel_reason) {
    writer.key("cancel_reason");
    write(writer, *value.cancel_reason);
  }
  if (value.not_held) {
    writer.key("not_held");
    write(writer, *value.not_held);
  }
  if (value.conversation_id) {
    writer.key("conversation_id");
    write(writer, *value.conversation_id);
  }
  writer.key("visitor_here");
  write(writer, value.visitor_here);
  writer.key("team_here");
  write(writer, value.team_here);
  if (value.missed_by) {
    writer.key("missed_by");
    write(writer, *value.missed_by);
  }
  if (value.proposal) {
    writer.key("proposal");
    write(writer, *value.proposal);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Appointment& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "booth_slug", {.max_length = 40}, out.booth_slug, error) &&
         read_required(json, "booth_name", {.max_length = 80}, out.booth_name, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_required(json, "name", {.max_length = 80}, out.name, error) &&
         read_required(json, "visitor", {}, out.visitor, error) &&
         read_required(json, "starts_at", {}, out.starts_at, error) &&
         read_required(json, "minutes", {.minimum = 5, .maximum = 240}, out.minutes, error) &&
         read_required(json, "is_round", {}, out.is_round, error) &&
         read_optional(json, "title", {.max_length = 80}, out.title, error) &&
         read_required(json, "state", {}, out.state, error) &&
         read_optional(json, "reason", {.max_length = 500}, out.reason, error) &&
         read_optional(json, "job_id", {}, out.job_id, error) &&
         read_optional(json, "job_title", {.max_length = 120}, out.job_title, error) &&
         read_required(json, "zone", {.max_length = 64}, out.zone, error) &&
         read_required(json, "sequence", {.minimum = 0}, out.sequence, error) &&
         read_required(json, "booked_at", {}, out.booked_at, error) &&
         read_required(json, "by_staff", {}, out.by_staff, error) &&
         read_optional(json, "cancelled_by", {}, out.cancelled_by, error) &&
         read_optional(json, "cancel_reason", {.max_length = 500}, out.cancel_reason, error) &&
         read_optional(json, "not_held", {}, out.not_held, error) &&
         read_optional(json, "conversation_id", {}, out.conversation_id, error) &&
         read_required(json, "visitor_here", {}, out.visitor_here, error) &&
         read_required(json, "team_here", {}, out.team_here, error) &&
         read_optional(json, "missed_by", {}, out.missed_by, error) &&
         read_optional(json, "proposal", {}, out.proposal, error);
}

void write(JsonWriter& writer, const StaffAppointment& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  if (value.note) {
    writer.key("note");
    write(writer, *value.note);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, StaffAppointment& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error) &&
         read_optional(json, "note", {.max_length = 500}, out.note, error);
}

void write(JsonWriter& writer, const Conflict& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.key("trouble");
  write(writer, value.trouble);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, Conflict& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error) &&
         read_required(json, "trouble", {}, out.trouble, error);
}

void write(JsonWriter& writer, const AppointmentStep& value) {
  writer.begin_object();
  writer.key("at");
  write(writer, value.at);
  writer.key("step");
  write(writer, value.step);
  if (value.by) {
    writer.key("by");
    write(writer, *value.by);
  }
  if (value.text) {
    writer.key("text");
    write(writer, *value.text);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, AppointmentStep& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "at", {}, out.at, error) &&
         read_required(json, "step", {.max_length = 40}, out.step, error) &&
         read_optional(json, "by", {}, out.by, error) &&
         read_optional(json, "text", {.max_length = 500}, out.text, error);
}

void write(JsonWriter& writer, const DaySnapshot& value) {
  writer.begin_object();
  writer.key("appointments");
  writer.begin_array();
  for (const auto& item : value.appointments) write(writer, item);
  writer.end_array();
  if (value.hold) {
    writer.key("hold");
    write(writer, *value.hold);
  }
  writer.key("waiting");
  writer.begin_array();
  for (const auto& item : value.waiting) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, DaySnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointments", {.max_items = 500}, out.appointments, error) &&
         read_optional(json, "hold", {}, out.hold, error) &&
         read_required(json, "waiting", {.max_items = 5}, out.waiting, error);
}

void write(JsonWriter& writer, const StaffCalendarSnapshot& value) {
  writer.begin_object();
  writer.key("booth_id");
  write(writer, value.booth_id);
  writer.key("slots");
  writer.begin_array();
  for (const auto& item : value.slots_) write(writer, item);
  writer.end_array();
  writer.key("appointments");
  writer.begin_array();
  for (const auto& item : value.appointments) write(writer, item);
  writer.end_array();
  writer.key("waiting");
  write(writer, value.waiting);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, StaffCalendarSnapshot& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "booth_id", {}, out.booth_id, error) &&
         read_required(json, "slots", {.max_items = 600}, out.slots_, error) &&
         read_required(json, "appointments", {.max_items = 2000}, out.appointments, error) &&
         read_required(json, "waiting", {.minimum = 0, .maximum = 1000000}, out.waiting, error);
}

void write(JsonWriter& writer, const appointment::Book& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  if (value.generation) {
    writer.key("generation");
    write(writer, *value.generation);
  }
  if (value.reason) {
    writer.key("reason");
    write(writer, *value.reason);
  }
  if (value.job_id) {
    writer.key("job_id");
    write(writer, *value.job_id);
  }
  if (value.zone) {
    writer.key("zone");
    write(writer, *value.zone);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Book& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_optional(json, "generation", {.minimum = 1}, out.generation, error) &&
         read_optional(json, "reason", {.max_length = 500}, out.reason, error) &&
         read_optional(json, "job_id", {}, out.job_id, error) &&
         read_optional(json, "zone", {.max_length = 64}, out.zone, error);
}

void write(JsonWriter& writer, const appointment::Book::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Book::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::BookFor& value) {
  writer.begin_object();
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.key("email");
  write(writer, value.email);
  if (value.reason) {
    writer.key("reason");
    write(writer, *value.reason);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::BookFor& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_required(json, "email", {.min_length = 3, .max_length = 254}, out.email, error) &&
         read_optional(json, "reason", {.max_length = 500}, out.reason, error);
}

void write(JsonWriter& writer, const appointment::BookFor::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::BookFor::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::Move& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Move& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error);
}

void write(JsonWriter& writer, const appointment::Move::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Move::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::Cancel& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  if (value.reason) {
    writer.key("reason");
    write(writer, *value.reason);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Cancel& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_optional(json, "reason", {.max_length = 500}, out.reason, error);
}

void write(JsonWriter& writer, const appointment::Cancel::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Cancel::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::Reassign& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.key("person_id");
  write(writer, value.person_id);
  if (value.note) {
    writer.key("note");
    write(writer, *value.note);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Reassign& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_required(json, "person_id", {}, out.person_id, error) &&
         read_optional(json, "note", {.max_length = 500}, out.note, error);
}

void write(JsonWriter& writer, const appointment::Reassign::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Reassign::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::CheckIn& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CheckIn& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::CheckIn::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CheckIn::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::Begin& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Begin& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::Begin::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Begin::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::Finish& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Finish& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::Finish::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Finish::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::Extend& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Extend& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::Extend::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Extend::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::ReportNoShow& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::ReportNoShow& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::ReportNoShow::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::ReportNoShow::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::Propose& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.key("slot_id");
  write(writer, value.slot_id);
  if (value.note) {
    writer.key("note");
    write(writer, *value.note);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Propose& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error) &&
         read_optional(json, "note", {.max_length = 500}, out.note, error);
}

void write(JsonWriter& writer, const appointment::Propose::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Propose::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::Accept& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Accept& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::Accept::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Accept::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::Decline& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Decline& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::Decline::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::Decline::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::ListConflicts& value) {
  writer.begin_object();
  if (value.booth_id) {
    writer.key("booth_id");
    write(writer, *value.booth_id);
  }
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::ListConflicts& out, FieldError& error) {
  return check_object(json, error) &&
         read_optional(json, "booth_id", {}, out.booth_id, error);
}

void write(JsonWriter& writer, const appointment::ListConflicts::Reply& value) {
  writer.begin_object();
  writer.key("conflicts");
  writer.begin_array();
  for (const auto& item : value.conflicts) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::ListConflicts::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "conflicts", {.max_items = 500}, out.conflicts, error);
}

void write(JsonWriter& writer, const appointment::List& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::List& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::List::Reply& value) {
  writer.begin_object();
  writer.key("appointments");
  writer.begin_array();
  for (const auto& item : value.appointments) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::List::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointments", {.max_items = 500}, out.appointments, error);
}

void write(JsonWriter& writer, const appointment::GetHistory& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetHistory& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::GetHistory::Reply& value) {
  writer.begin_object();
  writer.key("steps");
  writer.begin_array();
  for (const auto& item : value.steps) write(writer, item);
  writer.end_array();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetHistory::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "steps", {.max_items = 100}, out.steps, error);
}

void write(JsonWriter& writer, const appointment::GetByLink& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetByLink& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 512}, out.token, error);
}

void write(JsonWriter& writer, const appointment::GetByLink::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.key("purpose");
  write(writer, value.purpose);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetByLink::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error) &&
         read_required(json, "purpose", {}, out.purpose, error);
}

void write(JsonWriter& writer, const appointment::CancelByLink& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CancelByLink& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 512}, out.token, error);
}

void write(JsonWriter& writer, const appointment::CancelByLink::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CancelByLink::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::MoveByLink& value) {
  writer.begin_object();
  writer.key("token");
  write(writer, value.token);
  writer.key("slot_id");
  write(writer, value.slot_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::MoveByLink& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "token", {.min_length = 16, .max_length = 512}, out.token, error) &&
         read_required(json, "slot_id", {}, out.slot_id, error);
}

void write(JsonWriter& writer, const appointment::MoveByLink::Reply& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::MoveByLink::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::GetEntry& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetEntry& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::GetEntry::Reply& value) {
  writer.begin_object();
  writer.key("calendar");
  write(writer, value.calendar);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GetEntry::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "calendar", {.max_length = 65536}, out.calendar, error);
}

void write(JsonWriter& writer, const appointment::CreateFeed& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CreateFeed& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::CreateFeed::Reply& value) {
  writer.begin_object();
  writer.key("url");
  write(writer, value.url);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::CreateFeed::Reply& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "url", {.max_length = 500}, out.url, error);
}

void write(JsonWriter& writer, const appointment::RevokeFeed& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::RevokeFeed& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::RevokeFeed::Reply& /*value*/) {
  writer.begin_object();
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::RevokeFeed::Reply& /*out*/, FieldError& error) {
  return check_object(json, error);
}

void write(JsonWriter& writer, const appointment::ChangedEvent& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::ChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

void write(JsonWriter& writer, const appointment::GoneEvent& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::GoneEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::StartingEvent& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::StartingEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::MissingEvent& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.key("side");
  write(writer, value.side);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::MissingEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error) &&
         read_required(json, "side", {}, out.side, error);
}

void write(JsonWriter& writer, const appointment::TeamMissingEvent& value) {
  writer.begin_object();
  writer.key("appointment_id");
  write(writer, value.appointment_id);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::TeamMissingEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment_id", {}, out.appointment_id, error);
}

void write(JsonWriter& writer, const appointment::StaffChangedEvent& value) {
  writer.begin_object();
  writer.key("appointment");
  write(writer, value.appointment);
  writer.end_object();
}

template <>
bool read_fields(const Json& json, appointment::StaffChangedEvent& out, FieldError& error) {
  return check_object(json, error) &&
         read_required(json, "appointment", {}, out.appointment, error);
}

}  // namespace stollen::protocol
