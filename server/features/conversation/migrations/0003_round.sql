-- The talk of a group round: the booked visitors are its members, and it is of a slot instead of one visitor. What a
-- column may hold cannot be widened, so the column is made anew.
DROP INDEX conversation_open_talk;
ALTER TABLE conversation ADD COLUMN wider_kind TEXT NOT NULL DEFAULT 'talk' CHECK (wider_kind IN ('talk', 'round', 'table', 'room'));
UPDATE conversation SET wider_kind = kind;
ALTER TABLE conversation DROP COLUMN kind;
ALTER TABLE conversation RENAME COLUMN wider_kind TO kind;
CREATE UNIQUE INDEX conversation_open_talk ON conversation (booth_id, visitor_id) WHERE kind = 'talk' AND state <> 'closed';

-- One open talk of a round, whatever races.
ALTER TABLE conversation ADD COLUMN slot_id TEXT;
CREATE UNIQUE INDEX conversation_open_round ON conversation (slot_id) WHERE kind = 'round' AND state <> 'closed';
-- Whose list a round stands in.
CREATE INDEX conversation_member_person ON conversation_member (person_id);
