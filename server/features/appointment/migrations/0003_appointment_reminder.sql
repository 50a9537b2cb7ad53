-- Who was reminded of what: of one time of an appointment each person once by each kind, whatever clocks and timers
-- do.
CREATE TABLE appointment_reminder (
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  PRIMARY KEY (appointment_id, person_id, kind, starts_at)
);
