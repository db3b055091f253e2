-- The latency of each endpoint in the hours of [:from, :to), oldest first. A percentile above the highest bound of
-- the buckets is the text "> bound".
-- :from, :to unix seconds; :internal JSON array of GLOB patterns of the server's own endpoints.
SELECT
    timestamp AS unix_seconds, protocol, method, endpoint, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE endpoint GLOB own.value) AS internal,
    CASE source WHEN 'log' THEN 'handler' ELSE 'whole request' END AS measured,
    SUM(count) AS measured_requests,
    SUM(sum) / NULLIF(SUM(count), 0) AS average_ms,
    histogram_quantile(0.5, bounds, counts) AS p50_ms_estimated,
    histogram_quantile(0.95, bounds, counts) AS p95_ms_estimated,
    histogram_quantile(0.99, bounds, counts) AS p99_ms_estimated
FROM latency_histograms
INNER JOIN bucket_bounds ON bucket_bounds.id = bounds_id
WHERE resolution = 'hour' AND endpoint IS NOT NULL AND timestamp >= :from AND timestamp < :to
GROUP BY timestamp, protocol, method, endpoint, workspace_id, environment, source
ORDER BY timestamp;
