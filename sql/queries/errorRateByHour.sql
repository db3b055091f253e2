-- Share of failed requests in each closed hour of the last seven days.
-- :now unix seconds.
-- Columns: timestamp (unix seconds, start of the hour), requests, errors, error_rate_pct (NULL without requests).
SELECT
    timestamp,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    SUM(error_count) * CAST(100 AS DOUBLE PRECISION) / NULLIF(SUM(request_count), 0) AS error_rate_pct
FROM metrics_aggregates_hour
WHERE timestamp >= ((CAST(:now AS BIGINT) - 604800) / 3600) * 3600
  AND protocol IN ('http', 'graphql', 'grpc')
GROUP BY timestamp
ORDER BY timestamp;
