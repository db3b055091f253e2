-- The file of a connection, as another connection of the same SQLite attaches it.
SELECT file FROM pragma_database_list WHERE name = 'main';
