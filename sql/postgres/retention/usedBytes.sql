-- Bytes of all targets' tables and indexes. Column: bytes.
SELECT SUM(pg_total_relation_size(oid)) AS bytes
FROM pg_class
WHERE relnamespace = to_regnamespace('mockforge_analytics') AND relkind = 'r';
