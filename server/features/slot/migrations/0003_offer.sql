-- A kept seat that was offered to somebody who waits: theirs to book, until the offer ends. Nobody has two.
ALTER TABLE seat ADD COLUMN is_offered INTEGER NOT NULL DEFAULT 0 CHECK (is_offered = 0 OR state = 'kept');
CREATE UNIQUE INDEX seat_offered ON seat (owner) WHERE is_offered = 1;

-- Whether those who wait were asked when the slot's time to be booked had come.
ALTER TABLE slot ADD COLUMN is_released INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slot_release ON slot (opens_at) WHERE opens_at IS NOT NULL AND is_released = 0;
