-- What tells whether a table has changed, since rows are added with greater ids. Columns: rows, last (NULL without any).
SELECT COUNT(*) AS rows, MAX(id) AS last FROM "TABLE";
