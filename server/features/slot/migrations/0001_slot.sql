-- A time at which a member of a booth's team can be met.
CREATE TABLE slot (
  id TEXT PRIMARY KEY,
  booth_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL, -- the member's, as they appeared when the slot was made or given
  starts_at BIGINT NOT NULL CHECK (starts_at % 300000 = 0),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 240 AND minutes % 5 = 0),
  seats INTEGER NOT NULL CHECK (seats BETWEEN 1 AND 30),
  title TEXT,
  opens_at BIGINT,
  state TEXT NOT NULL CHECK (state IN ('open', 'blocked', 'walk_in'))
);
CREATE INDEX slot_booth ON slot (booth_id, starts_at);
CREATE INDEX slot_time ON slot (state, starts_at);

-- One row per seat. The only way to `held` and `booked` is one guarded statement on a row that is free, or held by
-- the same person under the same generation. hold_gen grows with each hold of the slot, so that a late confirmation
-- of an old hold finds nothing. A `kept` seat waits for the answer to a move that the team proposed.
CREATE TABLE seat (
  id TEXT PRIMARY KEY,
  slot_id TEXT NOT NULL REFERENCES slot (id),
  n INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('free', 'held', 'kept', 'booked')),
  owner TEXT,
  hold_gen BIGINT NOT NULL,
  hold_until BIGINT,
  extensions INTEGER NOT NULL,
  told_free INTEGER NOT NULL, -- free seats of the slot when the holder was told of the hold
  UNIQUE (slot_id, n),
  CHECK ((state = 'free') = (owner IS NULL)),
  CHECK ((state = 'held') = (hold_until IS NOT NULL))
);
CREATE INDEX seat_state ON seat (slot_id, state);
CREATE INDEX seat_hold_end ON seat (hold_until) WHERE state = 'held';
CREATE UNIQUE INDEX seat_holder ON seat (owner) WHERE state = 'held'; -- one hold per person

-- Five minutes of somebody's time: of a visitor, owned by a seat that is held or booked; of a member, owned by a slot.
-- Two things at once are a clash of keys, whatever races.
CREATE TABLE busy_cell (
  kind TEXT NOT NULL CHECK (kind IN ('visitor', 'member')),
  subject TEXT NOT NULL,
  cell BIGINT NOT NULL, -- starts_at / 300000
  owner TEXT NOT NULL,
  PRIMARY KEY (kind, subject, cell)
);
CREATE INDEX busy_cell_owner ON busy_cell (owner);

-- How many appointments a visitor has that are not called off.
CREATE TABLE visitor_load (
  person_id TEXT PRIMARY KEY,
  active INTEGER NOT NULL CHECK (active >= 0)
);
