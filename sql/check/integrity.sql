-- What SQLite itself finds wrong with the pages, twenty lines at most. Column: integrity_check, `ok` without any.
PRAGMA integrity_check(20);
