-- The columns of the table schema_migrations of our schema. Column: name.
SELECT attname::text AS name
FROM pg_attribute
WHERE attrelid = to_regclass('mockforge_analytics.schema_migrations') AND attnum > 0 AND NOT attisdropped;
