-- Days whose rows are not the sums of their hours, where both are kept.
-- :from, :to unix seconds. Column: finding.
WITH part AS (
    SELECT
        (timestamp / 86400) * 86400 AS timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
        request_count, error_count, latency_sum, bytes_sent, bytes_received
    FROM metrics_aggregates_hour
    WHERE timestamp >= :from AND timestamp < :to
    UNION ALL
    SELECT
        timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
        -request_count, -error_count, -latency_sum, -bytes_sent, -bytes_received
    FROM metrics_aggregates_day
    WHERE timestamp >= :from AND timestamp < :to
),
difference AS (
    SELECT
        timestamp, protocol, method, endpoint, status_code,
        SUM(request_count) AS requests,
        SUM(error_count) AS errors,
        SUM(latency_sum) AS latency,
        SUM(ABS(latency_sum)) AS latency_size,
        SUM(bytes_sent) AS sent,
        SUM(bytes_received) AS received
    FROM part
    GROUP BY timestamp, protocol, method, endpoint, status_code, workspace_id, environment
)
SELECT
    'The day ' || datetime(timestamp, 'unixepoch') || ' UTC of ' || protocol || ' ' || COALESCE(method, '-')
    || ' ' || COALESCE(endpoint, '-') || ' ' || COALESCE(status_code, '-')
    || ' is not the sum of its hours: they hold ' || requests || ' requests, ' || errors || ' errors, '
    || ROUND(latency, 3) || ' ms, ' || sent || ' bytes sent and ' || received || ' received more.' AS finding
FROM difference
WHERE requests <> 0 OR errors <> 0 OR sent <> 0 OR received <> 0 OR ABS(latency) > 0.001 + latency_size * 1e-9
ORDER BY timestamp
LIMIT 20;
