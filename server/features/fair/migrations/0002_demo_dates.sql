-- The moment to which the demo's dates are relative; NULL: they are fixed. The demo of before went live an hour
-- before its import.
ALTER TABLE fair ADD COLUMN dates_from BIGINT;
UPDATE fair SET dates_from = (SELECT starts_at + 3600000 FROM fair_phase WHERE phase = 'live') WHERE is_demo = 1;
