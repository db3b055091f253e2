INSERT INTO main."TABLE"
SELECT *
FROM source."TABLE"
WHERE rowid > CAST(:after AS INTEGER) AND rowid <= CAST(:until AS INTEGER)
ORDER BY rowid;
