-- The server's version. Columns: number (120000 for 12.0), name.
SELECT
    CAST(current_setting('server_version_num') AS integer) AS number,
    current_setting('server_version') AS name;
