-- A person's place on a booth's waiting list. An offer is the protocol's SlotOffer as the person was told of it, and
-- the seat that is kept for it.
CREATE TABLE waitlist (
  id TEXT PRIMARY KEY, -- names the timer of the offer
  n BIGINT NOT NULL, -- the order of joining
  booth_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  member_id TEXT, -- only this member of the team
  member_name TEXT,
  short_notice INTEGER NOT NULL,
  joined_at BIGINT NOT NULL,
  unanswered INTEGER NOT NULL, -- offers in a row that ran out
  offer TEXT,
  offer_seat TEXT UNIQUE, -- never two offers for one seat
  UNIQUE (booth_id, person_id),
  UNIQUE (booth_id, n),
  CHECK ((member_id IS NULL) = (member_name IS NULL)),
  CHECK ((offer IS NULL) = (offer_seat IS NULL))
);
CREATE UNIQUE INDEX waitlist_offered ON waitlist (person_id) WHERE offer IS NOT NULL; -- never two offers to one person
CREATE INDEX waitlist_next ON waitlist (booth_id, n) WHERE offer IS NULL;
CREATE INDEX waitlist_person ON waitlist (person_id, joined_at);

-- Slots that a waiting person did not want or let pass.
CREATE TABLE waitlist_passed (
  entry_id TEXT NOT NULL REFERENCES waitlist (id),
  slot_id TEXT NOT NULL,
  PRIMARY KEY (entry_id, slot_id)
);

-- When a server last looked at the offers that are open: time in which nobody could answer is no time to answer.
CREATE TABLE waitlist_watch (
  n INTEGER PRIMARY KEY CHECK (n = 1),
  seen_at BIGINT NOT NULL
);
