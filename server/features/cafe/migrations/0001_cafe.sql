CREATE TABLE cafe_table (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  topic_de TEXT NOT NULL,
  topic_en TEXT,
  about_de TEXT NOT NULL,
  about_en TEXT,
  town TEXT NOT NULL,
  host TEXT NOT NULL,
  seat_count INTEGER NOT NULL CHECK (seat_count BETWEEN 1 AND 8),
  conversation_id TEXT NOT NULL
);

-- A seat is a key, and so is a person: neither can be taken twice, whatever races.
CREATE TABLE cafe_seat (
  table_id TEXT NOT NULL REFERENCES cafe_table (id),
  seat_no INTEGER NOT NULL CHECK (seat_no BETWEEN 1 AND 8),
  person_id TEXT NOT NULL UNIQUE,
  place INTEGER NOT NULL, -- grows with each sitting down at this table: the order of the people there
  since BIGINT NOT NULL,
  name TEXT NOT NULL,
  booth_id TEXT,
  booth_name TEXT,
  is_team INTEGER,
  PRIMARY KEY (table_id, seat_no)
);
