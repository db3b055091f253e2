-- The ten endpoints with the most requests ever, of those seen in the last seven days.
-- :now unix seconds.
-- Columns: endpoint, protocol, method, total_requests, total_errors, avg_latency_ms (handler time, NULL where
-- the request log saw none), error_rate (percent).
SELECT
    endpoint,
    protocol,
    method,
    total_requests,
    total_errors,
    avg_latency_ms,
    total_errors * CAST(100 AS DOUBLE PRECISION) / NULLIF(total_requests, 0) AS error_rate
FROM endpoint_stats
WHERE last_seen >= :now - 604800
  AND protocol IN ('http', 'graphql', 'grpc')
ORDER BY
    total_requests DESC, endpoint, method NULLS FIRST, protocol, workspace_id NULLS FIRST, environment NULLS FIRST
LIMIT 10;
