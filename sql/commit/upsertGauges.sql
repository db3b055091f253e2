-- Writes the gauges of an hour's last scrape so far.
-- :hour unix seconds. All but :cpuUsagePercent are whole numbers.
INSERT INTO server_gauges (
    timestamp, workspace_id, environment, active_connections,
    memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds
) VALUES (
    :hour, NULLIF(:workspaceId, ''), NULLIF(:environment, ''), :activeConnections,
    :memoryUsageBytes, :cpuUsagePercent, :threadCount, :uptimeSeconds
)
ON CONFLICT (timestamp, COALESCE(workspace_id, ''), COALESCE(environment, '')) DO UPDATE SET
    active_connections = excluded.active_connections,
    memory_usage_bytes = excluded.memory_usage_bytes,
    cpu_usage_percent = excluded.cpu_usage_percent,
    thread_count = excluded.thread_count,
    uptime_seconds = excluded.uptime_seconds;
