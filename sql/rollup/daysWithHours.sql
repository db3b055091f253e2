-- The days that have hours in [:from, :to), unix seconds: rows of counts, distributions, or gauges.
-- Column: day, its start (UTC).
SELECT (timestamp / 86400) * 86400 AS day
FROM metrics_aggregates_hour
WHERE timestamp >= :from AND timestamp < :to
UNION
SELECT (timestamp / 86400) * 86400
FROM latency_histograms
WHERE resolution = 'hour' AND timestamp >= :from AND timestamp < :to
UNION
SELECT (timestamp / 86400) * 86400
FROM server_gauges
WHERE timestamp >= :from AND timestamp < :to
ORDER BY day;
