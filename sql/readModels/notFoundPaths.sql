-- How many different raw paths the requests had that ended with 404, of some endpoints.
-- :endpoints JSON array of [method, endpoint]. Columns: position in :endpoints; paths.
, wanted AS MATERIALIZED (
    SELECT
        key AS position,
        CAST(json_extract(value, '$[0]') AS TEXT) AS method,
        CAST(json_extract(value, '$[1]') AS TEXT) AS endpoint
    FROM json_each(:endpoints)
)
SELECT w.position, COUNT(DISTINCT json_extract(f.metadata, '$.path')) AS paths
FROM failed f
CROSS JOIN wanted w
    ON w.endpoint = f.endpoint
    AND w.method IS NOT DISTINCT FROM f.method
WHERE f.status_code = 404 AND f.fault IS NULL
GROUP BY w.position;
