-- The most memory that SQLite may use at a time, page cache and temporary tables included: 256 MiB.
PRAGMA hard_heap_limit = 268435456;
