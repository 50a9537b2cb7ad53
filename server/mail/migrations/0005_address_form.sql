-- One row when the fair says "du": whoever writes a mail in German reads it here. The fair's folder says it.
CREATE TABLE familiar_address (
  id INTEGER PRIMARY KEY CHECK (id = 1)
);
