-- What has to happen at a time, whoever runs then. The row is deleted in the transaction that does it.
CREATE TABLE timer (
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX timer_due ON timer (due_at, kind, subject);
