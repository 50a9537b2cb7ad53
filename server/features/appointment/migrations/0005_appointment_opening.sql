-- Since when both could come, and when the fair last saw that they could: an outage is nobody's fault.
ALTER TABLE appointment ADD COLUMN opened_at BIGINT;
ALTER TABLE appointment ADD COLUMN seen_at BIGINT;
ALTER TABLE appointment ADD COLUMN not_held INTEGER NOT NULL DEFAULT 0; -- cancelled, since nobody could come
UPDATE appointment SET opened_at = starts_at, seen_at = starts_at
WHERE conversation_id IS NOT NULL AND state IN ('booked', 'checked_in');
