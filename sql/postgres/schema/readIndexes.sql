-- Every index of our tables but those of primary keys. Columns: table_name, name, sql (as PostgreSQL writes it).
SELECT t.relname::text AS table_name, x.relname::text AS name, pg_get_indexdef(i.indexrelid) AS sql
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = to_regnamespace('mockforge_analytics') AND t.relkind IN ('r', 'p') AND NOT t.relispartition
  AND NOT i.indisprimary
ORDER BY table_name, name;
