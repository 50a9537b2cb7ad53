-- Everything that both sides are shown stands in the row: a booth that is removed or a job that is withdrawn later
-- changes no appointment.
CREATE TABLE appointment (
  id TEXT PRIMARY KEY,
  slot_id TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  booth_id TEXT NOT NULL,
  booth_slug TEXT NOT NULL,
  booth_name TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  visitor_name TEXT NOT NULL,
  visitor_booth_id TEXT,
  visitor_booth_name TEXT,
  visitor_is_team INTEGER,
  starts_at BIGINT NOT NULL,
  minutes INTEGER NOT NULL,
  is_round INTEGER NOT NULL,
  title TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  job_id TEXT,
  job_title TEXT,
  zone TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  booked_at BIGINT NOT NULL,
  by_staff INTEGER NOT NULL,
  cancelled_by TEXT,
  cancel_reason TEXT,
  conversation_id TEXT,
  note TEXT, -- of colleagues; never shown to the visitor
  visitor_here INTEGER NOT NULL,
  team_here INTEGER NOT NULL,
  missed_by TEXT,
  proposal TEXT, -- JSON of the protocol's Proposal, as the visitor was told of it
  proposal_seat TEXT,
  talk_n BIGINT NOT NULL, -- the talk's newest event when it opened: who wrote behind it was there
  CHECK ((state = 'no_show') = (missed_by IS NOT NULL)),
  CHECK ((proposal IS NULL) = (proposal_seat IS NULL))
);
-- The last line: two people never have one seat, whatever the statements before say.
CREATE UNIQUE INDEX appointment_seat ON appointment (seat_id) WHERE state IN ('booked', 'checked_in', 'in_progress');
CREATE INDEX appointment_slot ON appointment (slot_id);
CREATE INDEX appointment_visitor ON appointment (visitor_id, starts_at);
CREATE INDEX appointment_member ON appointment (person_id, starts_at);
CREATE INDEX appointment_booth ON appointment (booth_id, starts_at);

CREATE TABLE appointment_step (
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  n INTEGER NOT NULL,
  at BIGINT NOT NULL,
  step TEXT NOT NULL,
  by_id TEXT, -- NULL: the fair itself
  by_name TEXT,
  by_booth_id TEXT,
  by_booth_name TEXT,
  by_is_team INTEGER,
  text TEXT,
  PRIMARY KEY (appointment_id, n)
);
