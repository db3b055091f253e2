-- Adds one row of a late minute to the traffic patterns. Unique clients stay: the rows they were counted from are gone.
-- :from the hour, :createdAt; unix seconds; :latencySum milliseconds.
INSERT INTO traffic_patterns (
    date, hour, day_of_week, protocol, workspace_id, environment,
    request_count, error_count, avg_latency_ms, unique_clients, created_at
) VALUES (
    date(:from, 'unixepoch'),
    CAST(strftime('%H', :from, 'unixepoch') AS INTEGER),
    CAST(strftime('%w', :from, 'unixepoch') AS INTEGER),
    :protocol, NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    :requestCount, :errorCount, CASE WHEN :latencySum > 0 THEN :latencySum * 1.0 / NULLIF(:requestCount, 0) END,
    NULL, :createdAt
)
ON CONFLICT (date, hour, protocol, COALESCE(workspace_id, ''), COALESCE(environment, '')) DO UPDATE SET
    avg_latency_ms = CASE
        WHEN avg_latency_ms IS NOT NULL OR :latencySum > 0
        THEN (COALESCE(avg_latency_ms * request_count, 0.0) + :latencySum)
            / NULLIF(request_count + excluded.request_count, 0)
    END,
    request_count = request_count + excluded.request_count,
    error_count = error_count + excluded.error_count;
