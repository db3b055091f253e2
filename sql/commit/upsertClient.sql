-- Writes what a client did in an hour, replacing what was written before.
-- :hour, :createdAt unix seconds; :avgLatencyMs handler time or NULL; :topEndpoints a JSON array.
INSERT INTO client_analytics (
    timestamp, client_ip, user_agent, user_agent_family, user_agent_version, protocol,
    workspace_id, environment, request_count, error_count, avg_latency_ms,
    {{sizes: <column>,}}
    top_endpoints, created_at
) VALUES (
    :hour, :clientIp, NULLIF(:userAgent, ''), :family, :version, :protocol,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''), :requestCount, :errorCount, :avgLatencyMs,
    {{sizes: :<field>,}}
    :topEndpoints, :createdAt
)
ON CONFLICT (
    timestamp, client_ip, COALESCE(user_agent, ''), protocol, COALESCE(workspace_id, ''),
    COALESCE(environment, '')
) DO UPDATE SET
    request_count = excluded.request_count,
    error_count = excluded.error_count,
    avg_latency_ms = excluded.avg_latency_ms,
    {{sizes: <column> = excluded.<column>,}}
    top_endpoints = excluded.top_endpoints;
