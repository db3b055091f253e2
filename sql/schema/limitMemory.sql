-- All that SQLite may have in use at a time, pages it keeps and temporary tables among it: 256 MiB.
PRAGMA hard_heap_limit = 268435456;
