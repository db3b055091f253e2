-- All of a table whose rows have no id.
SELECT * FROM "TABLE";
