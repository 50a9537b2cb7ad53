-- The outbox: a mail is here if and only if the command that wanted it was committed.
CREATE TABLE outgoing_mail (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX outgoing_mail_due ON outgoing_mail (next_try_at) WHERE state = 'queued';
CREATE INDEX outgoing_mail_newest ON outgoing_mail (created_at);
