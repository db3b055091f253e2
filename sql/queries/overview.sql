-- Key figures of the last 24 hours, in one row; none when nothing was collected in them.
-- :now unix seconds. Requests are those of http, graphql and grpc.
-- Columns: requests; errors; error_rate_pct (NULL without requests); unattributed_requests, those no endpoint
-- could be named for; active_endpoints; latency_p95_ms, of whole requests (text "> x" when it lies above
-- every bucket); covered_seconds in which collecting knew what happened; last_minute, unix seconds.
WITH day AS (
    SELECT *
    FROM metrics_aggregates_minute
    WHERE timestamp >= ((CAST(:now AS BIGINT) - 86400) / 60) * 60
      AND protocol IN ('http', 'graphql', 'grpc')
),
latency AS (
    SELECT histogram_quantile(0.95, b.bounds, h.counts) AS p95
    FROM latency_histograms h
    JOIN bucket_bounds b ON b.id = h.bounds_id
    WHERE h.resolution = 'minute'
      AND h.timestamp >= ((CAST(:now AS BIGINT) - 86400) / 60) * 60
      AND h.source = 'metrics'
      AND h.endpoint IS NULL
      AND h.protocol IN ('http', 'grpc')
),
coverage AS (
    SELECT SUM(MIN(to_timestamp, :now) - MAX(from_timestamp, :now - 86400)) AS seconds
    FROM collection_events
    WHERE kind = 'coverage' AND from_timestamp < :now AND to_timestamp > :now - 86400
)
SELECT
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    SUM(error_count) * CAST(100 AS DOUBLE PRECISION) / NULLIF(SUM(request_count), 0) AS error_rate_pct,
    SUM(CASE WHEN endpoint IS NULL THEN request_count ELSE 0 END) AS unattributed_requests,
    COUNT(DISTINCT protocol || ' ' || COALESCE(method, '') || ' ' || endpoint) AS active_endpoints,
    (SELECT p95 FROM latency) AS latency_p95_ms,
    (SELECT CAST(COALESCE(seconds, 0) AS BIGINT) FROM coverage) AS covered_seconds,
    MAX(timestamp) AS last_minute
FROM day
HAVING COUNT(*) > 0;
