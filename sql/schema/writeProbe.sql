-- Makes a database grow by a page and holds a row in it.
CREATE TABLE probe (word TEXT NOT NULL);
INSERT INTO probe (word) VALUES ('kept');
