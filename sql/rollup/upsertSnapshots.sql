-- The snapshots of a period, one for each (workspace, environment): its sums, of http, graphql and grpc, by
-- protocol of all; and the gauges of its last scrape. Made again, it keeps gauges whose hours are gone.
-- An hour's come from its rows, a day's and a week's from those of days, which are kept for longer.
-- :snapshotType hourly, daily, weekly; :from, :to the period, :createdAt; unix seconds. Latency is milliseconds.
WITH rolled AS MATERIALIZED (  -- Read by time once, else each use would read a whole protocol.
    SELECT protocol, endpoint, workspace_id, environment, request_count, error_count, latency_sum, latency_p50
    FROM metrics_aggregates_hour
    WHERE :snapshotType = 'hourly' AND timestamp >= :from AND timestamp < :to
    UNION ALL
    SELECT protocol, endpoint, workspace_id, environment, request_count, error_count, latency_sum, latency_p50
    FROM metrics_aggregates_day
    WHERE :snapshotType <> 'hourly' AND timestamp >= :from AND timestamp < :to
),
gauges AS (
    SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY workspace_id, environment ORDER BY timestamp DESC) AS position
    FROM server_gauges
    WHERE timestamp >= :from AND timestamp < :to
),
last_gauges AS (
    SELECT * FROM gauges WHERE position = 1
),
places AS (
    SELECT workspace_id, environment FROM rolled
    UNION
    SELECT workspace_id, environment FROM last_gauges
),
totals AS (
    SELECT
        workspace_id, environment,
        SUM(request_count) AS requests,
        SUM(error_count) AS errors,
        CASE
            WHEN SUM(latency_sum) > 0 OR COUNT(latency_p50) > 0
            THEN SUM(latency_sum) / NULLIF(SUM(request_count), 0)
        END AS avg_latency_ms
    FROM rolled
    WHERE protocol IN ('http', 'graphql', 'grpc')
    GROUP BY workspace_id, environment
),
protocol_totals AS (
    SELECT
        workspace_id, environment, protocol,
        SUM(request_count) AS requests,
        SUM(error_count) AS errors
    FROM rolled
    GROUP BY workspace_id, environment, protocol
),
protocol_stats AS (
    SELECT
        workspace_id, environment,
        json_group_object(
            protocol, json_object('requests', requests, 'errors', errors) ORDER BY protocol
        ) AS stats
    FROM protocol_totals
    GROUP BY workspace_id, environment
),
endpoint_totals AS (
    SELECT
        workspace_id, environment, endpoint,
        SUM(request_count) AS requests,
        ROW_NUMBER() OVER (
            PARTITION BY workspace_id, environment
            ORDER BY SUM(request_count) DESC, endpoint
        ) AS position
    FROM rolled
    WHERE protocol IN ('http', 'graphql', 'grpc') AND endpoint IS NOT NULL
    GROUP BY workspace_id, environment, endpoint
),
top_endpoints AS (
    SELECT
        workspace_id, environment,
        json_group_array(
            json_object('endpoint', endpoint, 'requests', requests) ORDER BY position
        ) AS endpoints
    FROM endpoint_totals
    WHERE position <= 10
    GROUP BY workspace_id, environment
)
INSERT INTO analytics_snapshots AS held (
    timestamp, snapshot_type, total_requests, total_errors, avg_latency_ms, active_connections,
    protocol_stats, top_endpoints, memory_usage_bytes, cpu_usage_percent, thread_count,
    uptime_seconds, workspace_id, environment, created_at
)
SELECT
    :from, :snapshotType, COALESCE(t.requests, 0), COALESCE(t.errors, 0), t.avg_latency_ms,
    g.active_connections, COALESCE(s.stats, '{}'), COALESCE(e.endpoints, '[]'),
    g.memory_usage_bytes, g.cpu_usage_percent, g.thread_count, g.uptime_seconds,
    p.workspace_id, p.environment, :createdAt
FROM places p
LEFT JOIN totals t
    ON t.workspace_id IS NOT DISTINCT FROM p.workspace_id
    AND t.environment IS NOT DISTINCT FROM p.environment
LEFT JOIN protocol_stats s
    ON s.workspace_id IS NOT DISTINCT FROM p.workspace_id
    AND s.environment IS NOT DISTINCT FROM p.environment
LEFT JOIN top_endpoints e
    ON e.workspace_id IS NOT DISTINCT FROM p.workspace_id
    AND e.environment IS NOT DISTINCT FROM p.environment
LEFT JOIN last_gauges g
    ON g.workspace_id IS NOT DISTINCT FROM p.workspace_id
    AND g.environment IS NOT DISTINCT FROM p.environment
WHERE TRUE  -- Else ON would be read as part of the join.
ORDER BY p.workspace_id NULLS FIRST, p.environment NULLS FIRST
ON CONFLICT (
    timestamp, snapshot_type, COALESCE(workspace_id, ''), COALESCE(environment, '')
) DO UPDATE SET
    total_requests = excluded.total_requests,
    total_errors = excluded.total_errors,
    avg_latency_ms = excluded.avg_latency_ms,
    active_connections = COALESCE(excluded.active_connections, held.active_connections),
    protocol_stats = excluded.protocol_stats,
    top_endpoints = excluded.top_endpoints,
    memory_usage_bytes = COALESCE(excluded.memory_usage_bytes, held.memory_usage_bytes),
    cpu_usage_percent = COALESCE(excluded.cpu_usage_percent, held.cpu_usage_percent),
    thread_count = COALESCE(excluded.thread_count, held.thread_count),
    uptime_seconds = COALESCE(excluded.uptime_seconds, held.uptime_seconds);
