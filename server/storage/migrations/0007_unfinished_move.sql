-- A row stands here while a fair is being moved into this store. Nobody serves from it before the move is whole.
CREATE TABLE unfinished_move (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since BIGINT NOT NULL
);
