-- The fair of this installation: one row, replaced in place by every import.
CREATE TABLE fair (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  slug TEXT NOT NULL,
  title_de TEXT NOT NULL,
  title_en TEXT,
  claim_de TEXT NOT NULL,
  claim_en TEXT,
  organiser TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  zone TEXT NOT NULL,
  address_form TEXT NOT NULL,
  accent TEXT,
  accent_dark TEXT,
  logo_url TEXT,
  hero_url TEXT,
  phase TEXT NOT NULL,
  is_demo INTEGER NOT NULL
);

CREATE TABLE fair_phase (
  phase TEXT PRIMARY KEY,
  starts_at BIGINT NOT NULL
);

CREATE TABLE hall (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  title_de TEXT NOT NULL,
  title_en TEXT,
  about_de TEXT NOT NULL,
  about_en TEXT
);

CREATE TABLE programme_item (
  slug TEXT PRIMARY KEY,
  starts_at BIGINT NOT NULL,
  minutes INTEGER NOT NULL,
  title_de TEXT NOT NULL,
  title_en TEXT,
  about_de TEXT NOT NULL,
  about_en TEXT,
  place TEXT NOT NULL,
  booth_slug TEXT
);

CREATE TABLE welcome_topic (
  slug TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  title_de TEXT NOT NULL,
  title_en TEXT,
  text_de TEXT NOT NULL,
  text_en TEXT,
  booth_slug TEXT,
  link_label TEXT,
  link_url TEXT
);
