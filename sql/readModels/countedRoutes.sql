-- The routes of :routes (JSON array of {method, endpoint}) that are the user's own, in their order.
-- :excluded as in traffic.sql. Columns: method, endpoint.
SELECT json_extract(route.value, '$.method') AS method, json_extract(route.value, '$.endpoint') AS endpoint
FROM json_each(:routes) AS route
WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:excluded) AS excluded
    WHERE glob(excluded.value, json_extract(route.value, '$.endpoint'))
)
ORDER BY CAST(route.key AS BIGINT);
