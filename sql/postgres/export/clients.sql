-- What each client did in the hours of [:from, :to), oldest first. Of several targets together a client is one row, with the
-- average by requests, and the endpoints of the target that it asked most.
-- :from, :to unix seconds.
SELECT
    timestamp AS unix_seconds, client_ip, user_agent, MAX(user_agent_family) AS user_agent_family,
    MAX(user_agent_version) AS user_agent_version, protocol, workspace_id AS workspace, environment,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    CASE
        WHEN COUNT(*) = 1 THEN MAX(avg_latency_ms)
        ELSE SUM(avg_latency_ms * request_count) / NULLIF(SUM(request_count) FILTER (WHERE avg_latency_ms IS NOT NULL), 0)
    END AS average_handler_ms,
    {{sizes: SUM(<column>) AS <column>_at_least,}}
    (array_agg(top_endpoints ORDER BY request_count DESC, target_id))[1] AS top_endpoints
FROM client_analytics
WHERE timestamp >= :from AND timestamp < :to
GROUP BY timestamp, client_ip, user_agent, protocol, workspace_id, environment
ORDER BY
    timestamp, requests DESC, client_ip, user_agent NULLS FIRST, protocol, workspace_id NULLS FIRST,
    environment NULLS FIRST;
