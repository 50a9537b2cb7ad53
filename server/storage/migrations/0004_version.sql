-- Raised by every commit where several nodes write: the row is the pen they pass, the number tells of each other.
ALTER TABLE store ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
