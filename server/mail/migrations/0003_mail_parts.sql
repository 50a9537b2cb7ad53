-- The same content as HTML (a fragment; mails from before have none), its language, and a calendar file.
ALTER TABLE outgoing_mail ADD COLUMN html TEXT NOT NULL DEFAULT '';
ALTER TABLE outgoing_mail ADD COLUMN locale TEXT NOT NULL DEFAULT 'de';
ALTER TABLE outgoing_mail ADD COLUMN calendar_method TEXT;
ALTER TABLE outgoing_mail ADD COLUMN calendar TEXT;
