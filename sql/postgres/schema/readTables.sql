-- The tables of our schema, their partitions left out. Column: name.
SELECT relname::text AS name
FROM pg_class
WHERE relnamespace = to_regnamespace('mockforge_analytics') AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY relname;
