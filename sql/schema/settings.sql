-- Settings of every connection: there is no disk below it, so a journal in a file would only be copied about.
PRAGMA journal_mode = MEMORY;
PRAGMA temp_store = MEMORY;
