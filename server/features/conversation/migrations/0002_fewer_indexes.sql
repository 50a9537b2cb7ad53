-- Each index costs every message a page of the write-ahead log. These were changed by every message and read
-- for a handful of rows: a person's talks are few and are sorted when they are listed; messages are found by
-- their conversation.
DROP INDEX message_author;
DROP INDEX conversation_visitor;
DROP INDEX conversation_owner;
CREATE INDEX conversation_visitor ON conversation (visitor_id);
CREATE INDEX conversation_owner ON conversation (owner_id);
