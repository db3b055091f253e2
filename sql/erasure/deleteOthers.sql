-- Rows of a table that do not fulfil a condition, which is put in.
DELETE FROM "TABLE" AS kept WHERE NOT (CONDITION);
