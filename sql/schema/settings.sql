-- Settings of every connection: there is no disk below it, so a journal in a file would only be copied about.
-- The first also ends WAL mode, which a native tool may have left in the file's header.
PRAGMA journal_mode = MEMORY;
PRAGMA temp_store = MEMORY;
