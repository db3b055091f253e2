-- SQLite's own tables that are not empty: the last ids given, and what ANALYZE found.
SELECT name FROM source.sqlite_master WHERE name IN ('sqlite_sequence', 'sqlite_stat1');
