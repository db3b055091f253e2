-- Hours whose latency distributions are not the sums of those of their minutes, where both are kept.
-- :from, :to unix seconds. Column: finding.
WITH part AS (
    SELECT
        (timestamp / 3600) * 3600 AS timestamp, protocol, method, endpoint, workspace_id, environment, source,
        bounds_id, count, sum
    FROM latency_histograms
    WHERE resolution = 'minute' AND timestamp >= :from AND timestamp < :to
    UNION ALL
    SELECT
        timestamp, protocol, method, endpoint, workspace_id, environment, source, bounds_id, -count, -sum
    FROM latency_histograms
    WHERE resolution = 'hour' AND timestamp >= :from AND timestamp < :to
),
difference AS (
    SELECT
        timestamp, protocol, method, endpoint, source,
        SUM(count) AS observations,
        SUM(sum) AS latency,
        SUM(ABS(sum)) AS latency_size
    FROM part
    GROUP BY timestamp, protocol, method, endpoint, workspace_id, environment, source, bounds_id
)
SELECT
    'The latencies of the hour ' || datetime(timestamp, 'unixepoch') || ' UTC of ' || protocol || ' '
    || COALESCE(method, '-') || ' ' || COALESCE(endpoint, '-') || ' (' || source || ')'
    || ' are not the sum of its minutes: these hold ' || observations || ' and ' || ROUND(latency, 3) || ' ms more.'
    AS finding
FROM difference
WHERE observations <> 0 OR ABS(latency) > 0.001 + latency_size * 1e-9
ORDER BY timestamp
LIMIT 20;
