-- Requests of some endpoints in each step that has any, from :from (unix seconds) on, :step seconds long.
-- :endpoints JSON array of [protocol, method, endpoint]; :workspace, :environment as in traffic.sql.
-- Columns: position in :endpoints; step, counted from 0; requests.
, wanted AS MATERIALIZED (
    SELECT
        key AS position,
        CAST(json_extract(value, '$[0]') AS TEXT) AS protocol,
        CAST(json_extract(value, '$[1]') AS TEXT) AS method,
        CAST(json_extract(value, '$[2]') AS TEXT) AS endpoint
    FROM json_each(:endpoints)
)
SELECT
    w.position,
    (s.timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    SUM(s.request_count) AS requests
FROM stored s
CROSS JOIN wanted w
    ON w.endpoint = s.endpoint
    AND w.method IS NOT DISTINCT FROM s.method
    AND w.protocol = s.protocol
-- Most rows are of no endpoint that is wanted, which this finds faster than the join. The + keeps the index of the time:
-- that of endpoints would lead to all that they ever carried.
WHERE +s.endpoint IN (SELECT endpoint FROM wanted)
  AND (:workspace IS NULL OR s.workspace_id = :workspace)
  AND (:environment IS NULL OR s.environment = :environment)
GROUP BY w.position, step;
