-- What people know of an appointment by mail and from their calendars. UID and organizer stay for ever, whatever
-- becomes of the fair's address: a calendar finds by them what it is to change.
CREATE TABLE appointment_notice (
  appointment_id TEXT PRIMARY KEY REFERENCES appointment (id),
  uid TEXT NOT NULL,
  organizer TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  starts_at BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
