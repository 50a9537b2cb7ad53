-- What nodes must learn of each other besides events: withdrawn rights, ended log-ins, new media. Written in the
-- transaction that causes it, numbered in the order of commits by the stream "node:signals".
CREATE TABLE signal (
  n BIGINT PRIMARY KEY,
  origin TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  stream TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX signal_at ON signal (at);
