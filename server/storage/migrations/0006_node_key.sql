-- One row, made by the first node that asks for it: by this key the nodes of a store know each other's messages.
CREATE TABLE node_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  secret TEXT NOT NULL
);
