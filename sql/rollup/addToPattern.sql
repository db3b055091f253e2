-- Adds one row of a late minute to the traffic patterns. Unique clients stay: the rows they were counted from are gone.
-- :from the hour, :createdAt; unix seconds; :latencySum milliseconds.
INSERT INTO traffic_patterns AS held (
    date, hour, day_of_week, protocol, workspace_id, environment,
    request_count, error_count, avg_latency_ms, unique_clients, created_at
) VALUES (
    date(:from, 'unixepoch'),
    CAST(strftime('%H', :from, 'unixepoch') AS BIGINT),
    CAST(strftime('%w', :from, 'unixepoch') AS BIGINT),
    :protocol, NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    :requestCount, :errorCount, CASE WHEN :latencySum > 0 THEN CAST(:latencySum AS DOUBLE PRECISION) / NULLIF(:requestCount, 0) END,
    NULL, :createdAt
)
ON CONFLICT (date, hour, protocol, COALESCE(workspace_id, ''), COALESCE(environment, '')) DO UPDATE SET
    avg_latency_ms = CASE
        WHEN held.avg_latency_ms IS NOT NULL OR :latencySum > 0
        THEN (COALESCE(held.avg_latency_ms * held.request_count, 0.0) + :latencySum)
            / NULLIF(held.request_count + excluded.request_count, 0)
    END,
    request_count = held.request_count + excluded.request_count,
    error_count = held.error_count + excluded.error_count;
