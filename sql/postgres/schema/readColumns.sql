-- Every column of every table in order, as schema/readColumns.sql has them.
SELECT
    t.relname::text AS table_name,
    ROW_NUMBER() OVER (PARTITION BY t.oid ORDER BY c.attnum) - 1 AS cid,
    c.attname::text AS name,
    format_type(c.atttypid, c.atttypmod)
    || CASE WHEN c.attcollation = to_regcollation('pg_catalog."C"') THEN ' COLLATE "C"' ELSE '' END AS type,
    c.attnotnull AS not_null,
    CASE WHEN c.attidentity <> '' THEN 'IDENTITY' ELSE pg_get_expr(d.adbin, d.adrelid) END AS dflt,
    EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND c.attnum = ANY (i.indkey)
    ) AS pk
FROM pg_class t
JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = c.attnum
WHERE t.relnamespace = to_regnamespace('mockforge_analytics') AND t.relkind IN ('r', 'p') AND NOT t.relispartition
ORDER BY table_name, cid;
