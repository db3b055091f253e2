-- Every index that was created by a statement. Columns: table_name, name, sql (as it was written).
SELECT tbl_name AS table_name, name, sql
FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL
ORDER BY tbl_name, name;
