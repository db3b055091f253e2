-- Whether a migration was applied: n is 1 or 0. :name
SELECT COUNT(*) AS n FROM schema_migrations WHERE name = :name;
