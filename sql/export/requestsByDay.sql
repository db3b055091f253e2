-- The days of [:from, :to), oldest first: what an export of requests by day holds.
-- What begins with protocol_ is the protocol's, the same on each of its rows.
-- :from, :to unix seconds; :internal JSON array of GLOB patterns of the server's own endpoints.
SELECT
    timestamp AS unix_seconds, protocol, method, endpoint, status_code, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE glob(own.value, endpoint)) AS internal,
    request_count AS requests,
    error_count AS errors,
    CASE WHEN latency_sum > 0 THEN latency_sum / NULLIF(request_count, 0) END AS whole_request_average_ms_estimated,
    latency_min AS handler_min_ms,
    latency_max AS handler_max_ms,
    {{sizes: <column> AS <column>_at_least,}}
    active_connections_max AS protocol_most_active_connections,
    unique_clients AS protocol_unique_clients,
    peak_hour AS protocol_peak_hour_utc
FROM metrics_aggregates_day
WHERE timestamp >= :from AND timestamp < :to
ORDER BY
    timestamp, protocol, method NULLS FIRST, endpoint NULLS FIRST, status_code NULLS FIRST, workspace_id NULLS FIRST,
    environment NULLS FIRST;
