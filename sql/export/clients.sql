-- What each client did in the hours of [:from, :to), oldest first.
-- :from, :to unix seconds.
SELECT
    timestamp AS unix_seconds, client_ip, user_agent, user_agent_family, user_agent_version, protocol,
    workspace_id AS workspace, environment,
    request_count AS requests,
    error_count AS errors,
    avg_latency_ms AS average_handler_ms,
    {{sizes: <column> AS <column>_at_least,}}
    top_endpoints
FROM client_analytics
WHERE timestamp >= :from AND timestamp < :to
ORDER BY
    timestamp, request_count DESC, client_ip, user_agent NULLS FIRST, protocol, workspace_id NULLS FIRST,
    environment NULLS FIRST;
