-- Availability that the fair folder plans, so that a later import or the demo's next day can be compared with it.
CREATE TABLE slot_plan (
  n INTEGER PRIMARY KEY,
  booth_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  minutes INTEGER NOT NULL,
  buffer_minutes INTEGER NOT NULL,
  seats INTEGER NOT NULL,
  title TEXT,
  dates_from BIGINT -- the moment to which a demo's dates are relative; NULL: they are fixed
);

-- Only what a plan made goes with it: what the team opened by hand stays.
ALTER TABLE slot ADD COLUMN is_planned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slot_planned ON slot (is_planned) WHERE is_planned = 1;
