-- One row of a minute. An empty dimension is none: '' is written as NULL.
-- :minute, :createdAt unix seconds; latencies milliseconds.
INSERT INTO metrics_aggregates_minute (
    timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    {{columns: <column>,}}
    latency_p50, latency_p95, latency_p99, active_connections, created_at
) VALUES (
    :minute, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''), :statusCode,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    {{columns: :<field>,}}
    :latencyP50, :latencyP95, :latencyP99, :activeConnections, :createdAt
);
