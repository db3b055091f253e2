-- Bytes of all targets' tables and indexes; PostgreSQL uses free space again by itself. Columns: free_share; bytes.
SELECT 0 AS free_share, COALESCE(SUM(pg_total_relation_size(oid)), 0) AS bytes
FROM pg_class
WHERE relnamespace = to_regnamespace('mockforge_analytics') AND relkind = 'r';
