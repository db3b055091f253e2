-- Settings of every connection: the file below it is ours, page by page, so SQLite keeps its journal in memory, and
-- no changed page may reach the file before its commit. The first also ends WAL mode.
PRAGMA journal_mode = MEMORY;
PRAGMA cache_spill = OFF;
PRAGMA temp_store = MEMORY;
-- In kB of memory.
PRAGMA cache_size = -65536;
