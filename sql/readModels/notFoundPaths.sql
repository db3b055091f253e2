-- How many different raw paths the requests of some endpoints had that ended with 404.
-- :endpoints JSON array of [method, endpoint]; :from, :to unix seconds; :protocols_wanted, :protocols_left,
-- :target_protocol, :workspace, :environment as in failed.sql. Columns: position in :endpoints; paths.
WITH wanted AS MATERIALIZED (
    SELECT
        CAST(key AS BIGINT) AS position,
        CAST(json_extract(value, '$[0]') AS TEXT) AS method,
        CAST(json_extract(value, '$[1]') AS TEXT) AS endpoint
    FROM json_each(:endpoints)
)
SELECT w.position, COUNT(DISTINCT json_extract(e.metadata, '$.path')) AS paths
FROM wanted w
CROSS JOIN error_events e INDEXED BY idx_error_events_not_found
WHERE e.endpoint = w.endpoint
  AND e.method IS NOT DISTINCT FROM w.method
  AND e.timestamp >= :from AND e.timestamp < :to
  AND e.status_code = 404
  AND (:protocols_wanted IS NULL OR e.protocol IN (SELECT value FROM json_each(:protocols_wanted)))
  AND e.protocol NOT IN (SELECT value FROM json_each(:protocols_left))
  AND (:target_protocol IS NULL OR e.protocol = :target_protocol)
  AND (:workspace IS NULL OR e.workspace_id = :workspace)
  AND (:environment IS NULL OR e.environment = :environment)
  AND json_extract(e.metadata, '$.fault') IS NULL
GROUP BY w.position;
