-- The days of [:from, :to), unix seconds, that are rolled up or have gauges. Column: day, its start (UTC).
SELECT timestamp AS day
FROM metrics_aggregates_day
WHERE timestamp >= :from AND timestamp < :to
UNION
SELECT timestamp
FROM latency_histograms
WHERE resolution = 'day' AND timestamp >= :from AND timestamp < :to
UNION
SELECT (timestamp / 86400) * 86400
FROM server_gauges
WHERE timestamp >= :from AND timestamp < :to
ORDER BY day;
