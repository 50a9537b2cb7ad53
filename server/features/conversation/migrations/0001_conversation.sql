-- Talks, tables' chats and rooms. People stand here as they appeared when they came in (JSON of the protocol's
-- Person); their ids stand beside, so that a deleted person is found.
CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('talk', 'table', 'room')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'closed')),
  title TEXT NOT NULL,
  booth_id TEXT,
  booth_slug TEXT,
  booth_name TEXT,
  visitor_id TEXT,
  visitor TEXT,
  owner_id TEXT,
  owner TEXT,
  job_title TEXT,
  job TEXT, -- JSON of the protocol's Job, as it was when the talk began
  opened_at BIGINT NOT NULL,
  last_n BIGINT NOT NULL DEFAULT 0,
  last_message_id TEXT,
  last_text TEXT NOT NULL DEFAULT '',
  last_at BIGINT NOT NULL
);
-- One open talk of a visitor with a booth, whatever races.
CREATE UNIQUE INDEX conversation_open_talk ON conversation (booth_id, visitor_id) WHERE kind = 'talk' AND state <> 'closed';
CREATE INDEX conversation_visitor ON conversation (visitor_id, last_at);
CREATE INDEX conversation_owner ON conversation (owner_id, last_at);
CREATE INDEX conversation_booth ON conversation (booth_id, state, opened_at);

CREATE TABLE room (
  conversation_id TEXT PRIMARY KEY REFERENCES conversation (id),
  slug TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  title_de TEXT NOT NULL,
  title_en TEXT,
  about_de TEXT NOT NULL,
  about_en TEXT
);

CREATE TABLE conversation_member (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  person_id TEXT NOT NULL,
  person TEXT NOT NULL,
  place INTEGER NOT NULL, -- the order of joining
  PRIMARY KEY (conversation_id, person_id)
);

-- `n` is the number of the event that brought the message.
CREATE TABLE message (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  n BIGINT NOT NULL,
  kind TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  reply_to TEXT,
  sent_at BIGINT NOT NULL,
  edited_at BIGINT,
  is_deleted INTEGER,
  cid TEXT
);
CREATE UNIQUE INDEX message_number ON message (conversation_id, n);
CREATE INDEX message_author ON message (author_id);

CREATE TABLE reaction (
  message_id TEXT NOT NULL REFERENCES message (id),
  emoji TEXT NOT NULL,
  person_id TEXT NOT NULL,
  place INTEGER NOT NULL,      -- the order of reacting to the message
  kind_place INTEGER NOT NULL, -- place of the first of this kind, also when that one was taken back
  PRIMARY KEY (message_id, emoji, person_id)
);

CREATE TABLE read_mark (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  person_id TEXT NOT NULL,
  n BIGINT NOT NULL,     -- as the person said, 0: nothing yet
  own_n BIGINT NOT NULL, -- the person's own newest message
  PRIMARY KEY (conversation_id, person_id)
);
