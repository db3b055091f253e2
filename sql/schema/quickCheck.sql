-- Whether every page of the database is whole: one row "ok", or up to five that say what is wrong. Column: quick_check.
PRAGMA quick_check(5);
