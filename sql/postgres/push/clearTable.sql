-- Deletes a target's rows of a table.
DELETE FROM "TABLE";
