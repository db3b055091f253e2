-- Adds one row of a late minute to its hour. Open connections on average stay: what they came from is gone.
-- :timestamp the hour, :createdAt; unix seconds; latencies milliseconds.
INSERT INTO metrics_aggregates_hour (
    timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    request_count, error_count, latency_sum, latency_min, latency_max, bytes_sent, bytes_received,
    active_connections_avg, active_connections_max, created_at
) VALUES (
    :timestamp, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''), :statusCode,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    :requestCount, :errorCount, :latencySum, :latencyMin, :latencyMax, :bytesSent, :bytesReceived,
    :activeConnections, :activeConnections, :createdAt
)
ON CONFLICT (
    timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''), COALESCE(status_code, -1),
    COALESCE(workspace_id, ''), COALESCE(environment, '')
) DO UPDATE SET
    request_count = request_count + excluded.request_count,
    error_count = error_count + excluded.error_count,
    latency_sum = latency_sum + excluded.latency_sum,
    latency_min = MIN(COALESCE(latency_min, excluded.latency_min), COALESCE(excluded.latency_min, latency_min)),
    latency_max = MAX(COALESCE(latency_max, excluded.latency_max), COALESCE(excluded.latency_max, latency_max)),
    bytes_sent = bytes_sent + excluded.bytes_sent,
    bytes_received = bytes_received + excluded.bytes_received,
    active_connections_max = MAX(active_connections_max, excluded.active_connections_max);
