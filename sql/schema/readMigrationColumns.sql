-- The columns of the table schema_migrations, which other programs have too. Column: name.
SELECT name FROM pragma_table_info('schema_migrations');
