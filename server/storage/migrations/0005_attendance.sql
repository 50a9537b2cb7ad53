-- Who is present at which node; empty unless several nodes share the store. A living node raises its beat again and
-- again. The beat is no time: the others measure by their own clocks how long it has stood still. Below zero: the node
-- has gone and left its people to the others.
CREATE TABLE node (
  origin TEXT PRIMARY KEY,
  beat BIGINT NOT NULL
);
-- The node has a session of the person, or waits for their return.
CREATE TABLE present (
  person TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (person, origin)
);
CREATE INDEX present_origin ON present (origin);
