-- Which migrations a database has: made before the first of them, so it is none itself.
CREATE TABLE IF NOT EXISTS schema_migrations (
    name TEXT PRIMARY KEY,
    applied_at INTEGER NOT NULL  -- Unix seconds
);
