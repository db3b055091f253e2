-- Handler time that 95 of 100 requests stayed below, for each of the last seven closed days and each of the
-- ten paths with the most requests ever: one row a day and path, its methods together.
-- :now unix seconds. Percentiles do not add up; they are read from the merged distribution.
-- Columns: date (UTC), endpoint, latency_p95 (milliseconds; text "> x" when it lies above every bucket).
SELECT
    date(h.timestamp, 'unixepoch') AS date,
    h.endpoint,
    histogram_quantile(0.95, b.bounds, h.counts) AS latency_p95
FROM latency_histograms h
JOIN bucket_bounds b ON b.id = h.bounds_id
WHERE h.resolution = 'day'
  AND h.timestamp >= ((CAST(:now AS BIGINT) - 604800) / 86400) * 86400
  AND h.source = 'log'
  AND h.endpoint IN (
    SELECT endpoint
    FROM endpoint_stats
    WHERE protocol IN ('http', 'graphql', 'grpc')
    GROUP BY endpoint
    ORDER BY SUM(total_requests) DESC, endpoint
    LIMIT 10
  )
GROUP BY h.timestamp, h.endpoint
ORDER BY h.timestamp, h.endpoint;
