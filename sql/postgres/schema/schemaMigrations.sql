-- Which migrations the schema has. It is made before the first of them, so no migration makes it.
CREATE TABLE IF NOT EXISTS mockforge_analytics.schema_migrations (
    name text COLLATE "C" PRIMARY KEY,
    applied_at bigint NOT NULL  -- Unix seconds
);
