-- Every column of every table in order. "notnull", pk: 1 or 0; dflt: the default's text or NULL.
SELECT t.name AS table_name, c.cid, c.name, c.type, c."notnull" AS not_null, c.dflt_value AS dflt, c.pk
FROM sqlite_master t
JOIN pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
ORDER BY t.name, c.cid;
