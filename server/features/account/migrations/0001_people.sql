CREATE TABLE person (
  person_id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  password_hash TEXT,
  verified_at BIGINT,
  is_moderator INTEGER NOT NULL,
  is_organiser INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT
);

-- What accounts know of booths: the badge.
CREATE TABLE team (
  booth_id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
);

CREATE TABLE booth_member (
  booth_id TEXT NOT NULL REFERENCES team (booth_id),
  person_id TEXT NOT NULL REFERENCES person (person_id),
  role TEXT NOT NULL,
  position TEXT NOT NULL,
  languages TEXT NOT NULL,
  duty TEXT NOT NULL,
  is_duty_by_talk INTEGER NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (booth_id, person_id)
);
CREATE INDEX booth_member_person ON booth_member (person_id);
CREATE INDEX booth_member_duty ON booth_member (person_id) WHERE duty <> 'off';

-- Only the hash of the cookie's token is kept: whoever reads the store cannot log in with it.
CREATE TABLE session (
  session_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES person (person_id),
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  device TEXT NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Mailed links: to confirm an address, reset a password, join a team. A registration lives in its own
-- link until it is confirmed, so that nobody can prepare an account for somebody else's address.
CREATE TABLE account_token (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  email TEXT NOT NULL,
  booth_id TEXT,
  role TEXT,
  name TEXT,
  locale TEXT,
  password_hash TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX account_token_email ON account_token (email, purpose);
CREATE INDEX account_token_expiry ON account_token (expires_at);

CREATE TABLE reserved_name (
  owner_key TEXT PRIMARY KEY,
  folded TEXT NOT NULL
);
CREATE INDEX reserved_name_folded ON reserved_name (folded);
