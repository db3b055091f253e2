-- The twenty clients with the most requests in the last 24 hours.
-- :now unix seconds. The average is weighted by requests; hours without a latency do not count in it.
-- Columns: client_ip, user_agent_family, total_requests, total_errors, avg_latency (milliseconds or NULL).
SELECT
    client_ip,
    user_agent_family,
    SUM(request_count) AS total_requests,
    SUM(error_count) AS total_errors,
    SUM(avg_latency_ms * request_count)
        / NULLIF(SUM(CASE WHEN avg_latency_ms IS NOT NULL THEN request_count END), 0) AS avg_latency
FROM client_analytics
WHERE timestamp >= ((CAST(:now AS BIGINT) - 86400) / 3600) * 3600
  AND protocol IN ('http', 'graphql', 'grpc')
GROUP BY client_ip, user_agent_family
ORDER BY total_requests DESC, client_ip, user_agent_family NULLS FIRST
LIMIT 20;
