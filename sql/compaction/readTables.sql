-- Tables, ours and those that somebody added; whole is 1 for one that cannot be read in chunks by its rowid.
SELECT
  name,
  wr OR EXISTS (
    SELECT 1 FROM pragma_table_info(list.name, 'source') AS info WHERE lower(info.name) = 'rowid'
  ) AS whole
FROM pragma_table_list AS list
WHERE schema = 'source' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
ORDER BY name;
