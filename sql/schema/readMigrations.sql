-- The migrations a database has, in the order of their names. Column: name.
SELECT name FROM schema_migrations ORDER BY name;
