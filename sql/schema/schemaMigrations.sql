-- Which migrations a database has. It is made before the first of them, so no migration makes it.
CREATE TABLE IF NOT EXISTS schema_migrations (
    name TEXT PRIMARY KEY,
    applied_at INTEGER NOT NULL  -- Unix seconds
);
