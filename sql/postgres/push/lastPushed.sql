-- The greatest id of a table's rows that were pushed. Column: id, NULL where none was.
SELECT MAX(id) AS id FROM "TABLE" WHERE id < 0;
