-- Clients make ids of commands by time: in this order new answers stand at the end of the index. By author each stood
-- on a page of its own, which is written for every command.
CREATE TABLE answer_by_time (
  cid TEXT NOT NULL,
  author TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  reply TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (cid, author)
);
INSERT INTO answer_by_time (cid, author, name, hash, reply, at) SELECT cid, author, name, hash, reply, at FROM command_log;
DROP TABLE command_log;
ALTER TABLE answer_by_time RENAME TO command_log;
CREATE INDEX command_log_at ON command_log (at);
