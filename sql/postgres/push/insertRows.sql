-- Writes rows into a table. :value JSON array of objects by the names of the columns, which are put in.
INSERT INTO "TABLE" (COLUMNS)
SELECT COLUMNS
FROM json_populate_recordset(CAST(NULL AS "TABLE"), CAST(:value AS json));
