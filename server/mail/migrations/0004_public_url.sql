-- One row: where people reach the fair. Whoever writes a mail reads it here, also an import by another process.
CREATE TABLE public_url (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL
);
