-- One row, made when the store is made. The epoch changes only when history is replaced.
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  probed_at BIGINT NOT NULL
);

CREATE TABLE stream (
  name TEXT PRIMARY KEY,
  head BIGINT NOT NULL,
  first_n BIGINT NOT NULL
);

-- text is the whole envelope as it went over the wire.
CREATE TABLE event (
  stream TEXT NOT NULL,
  n BIGINT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  subject TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (stream, n)
);
CREATE INDEX event_subject ON event (subject) WHERE subject IS NOT NULL;

-- Answers of writing commands, so that a repeated command has one effect and one answer.
CREATE TABLE command_log (
  author TEXT NOT NULL,
  cid TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  reply TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (author, cid)
);
CREATE INDEX command_log_at ON command_log (at);
