-- Views and triggers come after the rows, or these would run the triggers.
SELECT sql
FROM source.sqlite_master
WHERE type IN ('view', 'trigger')
ORDER BY type = 'trigger', rowid;
