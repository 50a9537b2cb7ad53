-- Of a day that is over, and told to be gone from its calendars.
ALTER TABLE slot ADD COLUMN is_past INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slot_not_past ON slot (starts_at) WHERE is_past = 0;
