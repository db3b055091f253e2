-- Rows of a table behind one with an id, in the order of their ids. :after an id, :rows at most.
SELECT * FROM "TABLE" WHERE id > :after ORDER BY id LIMIT :rows;
