-- As copyTable, of a part of the rows.
INSERT INTO main."TABLE"
SELECT kept.*
FROM source."TABLE" AS kept
WHERE kept.rowid > CAST(:after AS INTEGER) AND kept.rowid <= CAST(:until AS INTEGER) AND (CONDITION)
ORDER BY kept.rowid;
