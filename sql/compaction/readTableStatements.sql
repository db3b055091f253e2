-- Tables before their indexes.
SELECT sql
FROM source.sqlite_master
WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
ORDER BY type = 'index', rowid;
