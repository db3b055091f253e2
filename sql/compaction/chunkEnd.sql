-- As text: a rowid may be larger than a number of JavaScript is exact.
SELECT CAST(MAX(rowid) AS TEXT) AS until
FROM (
  SELECT rowid
  FROM source."TABLE"
  WHERE rowid > CAST(:after AS INTEGER)
  ORDER BY rowid
  LIMIT :rows
);
