-- The hours that have minutes in [:from, :to), unix seconds: rows of counts, distributions, or gauges.
-- Column: hour, its start.
SELECT (timestamp / 3600) * 3600 AS hour
FROM metrics_aggregates_minute
WHERE timestamp >= :from AND timestamp < :to
UNION
SELECT (timestamp / 3600) * 3600
FROM latency_histograms
WHERE resolution = 'minute' AND timestamp >= :from AND timestamp < :to
UNION
SELECT timestamp
FROM server_gauges
WHERE timestamp >= :from AND timestamp < :to
ORDER BY hour;
