-- Stands before every statement that reads `traffic`: the rows of a span, each request in exactly one of
-- them, from the tables that :segments names.
-- :segments JSON array of [resolution, from, to), unix seconds, that do not overlap;
-- :excluded JSON array of GLOB patterns of endpoints that do not count as the user's traffic.
-- :protocol, :workspace, :environment choose one of each; NULL: all. :target with :target_protocol and
-- :target_method (NULL: it has none) chooses one endpoint; NULL: all, also what is not attributed.
-- `counted` is 1 where rows are called requests: http, graphql and grpc, or all of the protocol that was chosen.
-- Open connections of an hour or a day are its most. It is a CASE so that no planner takes the index on protocol, which finds nearly every
-- row, over the one on time. What SQLite says in its own way (JSON, GLOB) is said here only.
WITH segment AS (
    SELECT
        json_extract(value, '$[0]') AS resolution,
        json_extract(value, '$[1]') AS from_timestamp,
        json_extract(value, '$[2]') AS to_timestamp
    FROM json_each(:segments)
),
excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
),
stored AS (
    SELECT
        timestamp, protocol, method, endpoint, status_code, request_count, error_count, bytes_sent,
        workspace_id, environment, active_connections AS connections
    FROM segment
    CROSS JOIN metrics_aggregates_minute
    WHERE resolution = 'minute' AND timestamp >= from_timestamp AND timestamp < to_timestamp
    UNION ALL
    SELECT
        timestamp, protocol, method, endpoint, status_code, request_count, error_count, bytes_sent,
        workspace_id, environment, active_connections_max
    FROM segment
    CROSS JOIN metrics_aggregates_hour
    WHERE resolution = 'hour' AND timestamp >= from_timestamp AND timestamp < to_timestamp
    UNION ALL
    SELECT
        timestamp, protocol, method, endpoint, status_code, request_count, error_count, bytes_sent,
        workspace_id, environment, active_connections_max
    FROM segment
    CROSS JOIN metrics_aggregates_day
    WHERE resolution = 'day' AND timestamp >= from_timestamp AND timestamp < to_timestamp
),
traffic AS (
    SELECT
        *,
        CASE WHEN protocol IN ('http', 'graphql', 'grpc') OR protocol = :protocol THEN 1 ELSE 0 END AS counted
    FROM stored
    WHERE (:protocol IS NULL OR protocol = :protocol)
      AND (:workspace IS NULL OR workspace_id = :workspace)
      AND (:environment IS NULL OR environment = :environment)
      AND (:target IS NULL OR (
          endpoint = :target
          AND protocol = :target_protocol
          AND method IS NOT DISTINCT FROM :target_method
      ))
      AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE endpoint GLOB pattern)
)
