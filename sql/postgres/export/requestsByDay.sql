-- The days of [:from, :to), oldest first: what an export of requests by day holds.
-- What begins with protocol_ is the protocol's, the same on each of its rows.
-- Of several targets together a key is one row, with the most open connections that any of them had; of a protocol that
-- several had that day without clients, who may be the same ones, and without a peak hour.
-- :from, :to unix seconds; :internal JSON array of GLOB patterns of the server's own endpoints.
SELECT
    timestamp AS unix_seconds, protocol, method, endpoint, status_code, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE glob(own.value, endpoint)) AS internal,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    CASE WHEN SUM(latency_sum) > 0 THEN SUM(latency_sum) / NULLIF(SUM(request_count), 0) END
        AS whole_request_average_ms_estimated,
    MIN(latency_min) AS handler_min_ms,
    MAX(latency_max) AS handler_max_ms,
    {{sizes: SUM(<column>) AS <column>_at_least,}}
    MAX(active_connections_max) AS protocol_most_active_connections,
    CASE WHEN MIN(MIN(target_id)) OVER of_day = MAX(MAX(target_id)) OVER of_day THEN MAX(unique_clients) END
        AS protocol_unique_clients,
    CASE WHEN MIN(MIN(target_id)) OVER of_day = MAX(MAX(target_id)) OVER of_day THEN MAX(peak_hour) END
        AS protocol_peak_hour_utc
FROM metrics_aggregates_day
WHERE timestamp >= :from AND timestamp < :to
GROUP BY timestamp, protocol, method, endpoint, status_code, workspace_id, environment
WINDOW of_day AS (PARTITION BY timestamp, protocol)
ORDER BY
    timestamp, protocol, method NULLS FIRST, endpoint NULLS FIRST, status_code NULLS FIRST, workspace_id NULLS FIRST,
    environment NULLS FIRST;
