CREATE TABLE WORD_entry (
  id TEXT PRIMARY KEY, -- ids grow with time
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  added_at BIGINT NOT NULL
);
