-- One row, made when the first link is signed.
CREATE TABLE link_secret (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  secret TEXT NOT NULL
);
