CREATE TABLE booth (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  hall_id TEXT NOT NULL,
  hall_position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL, -- lower-cased; compared by code units, as the client does
  tagline_de TEXT NOT NULL,
  tagline_en TEXT,
  text_de TEXT NOT NULL,
  text_en TEXT,
  sector TEXT NOT NULL,
  town TEXT NOT NULL,
  postcode TEXT NOT NULL,
  employees BIGINT,
  website TEXT,
  logo_url TEXT,
  topics TEXT NOT NULL, -- one a line
  links TEXT NOT NULL,  -- label and address in turn, one a line
  job_count BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'unstaffed'
);

CREATE TABLE job (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  booth_id TEXT NOT NULL REFERENCES booth (id),
  title_de TEXT NOT NULL,
  title_en TEXT,
  field TEXT NOT NULL,
  kind TEXT NOT NULL,
  town TEXT NOT NULL,
  postcode TEXT NOT NULL,
  remote TEXT NOT NULL,
  pay_min BIGINT,
  pay_max BIGINT,
  pay_unit TEXT NOT NULL,
  entry TEXT NOT NULL,
  text_de TEXT NOT NULL,
  text_en TEXT,
  search TEXT NOT NULL -- folded words of title, text, company, town and field
);
CREATE INDEX job_booth ON job (booth_id);
CREATE INDEX job_field ON job (field);
