-- Whether every page of the database is whole: one row "ok", or up to five with what is not. Column: quick_check.
PRAGMA quick_check(5);
