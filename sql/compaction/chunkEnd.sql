-- As text: a rowid may be larger than a JavaScript number can hold exactly.
SELECT CAST(MAX(rowid) AS TEXT) AS until
FROM (
  SELECT rowid
  FROM source."TABLE"
  WHERE rowid > CAST(:after AS INTEGER)
  ORDER BY rowid
  LIMIT :rows
);
