-- Only a hash is kept: whoever reads the store cannot follow anybody's calendar.
CREATE TABLE appointment_feed (
  person_id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  made_at BIGINT NOT NULL
);
