-- The hours of [:from, :to), oldest first: what an export of requests by hour holds.
-- :from, :to unix seconds; :internal JSON array of GLOB patterns of the server's own endpoints.
SELECT
    timestamp AS unix_seconds, protocol, method, endpoint, status_code, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE endpoint GLOB own.value) AS internal,
    request_count AS requests,
    error_count AS errors,
    CASE WHEN latency_sum > 0 THEN latency_sum / NULLIF(request_count, 0) END AS average_ms_estimated,
    latency_min AS min_ms,
    latency_max AS max_ms,
    latency_p50 AS p50_ms_estimated,
    latency_p95 AS p95_ms_estimated,
    latency_p99 AS p99_ms_estimated,
    {{sizes: <column> AS <column>_at_least,}}
    active_connections_max AS most_active_connections
FROM metrics_aggregates_hour
WHERE timestamp >= :from AND timestamp < :to
ORDER BY timestamp;
