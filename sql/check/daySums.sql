-- Days whose rows are not the sums of their hours, where both are kept.
-- :from, :to unix seconds. Column: finding.
WITH part AS (
    SELECT
        (timestamp / 86400) * 86400 AS timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
        {{sums: <column>,}}
        1 AS sign
    FROM metrics_aggregates_hour
    WHERE timestamp >= :from AND timestamp < :to
    UNION ALL
    SELECT
        timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
        {{sums: <column>,}}
        -1
    FROM metrics_aggregates_day
    WHERE timestamp >= :from AND timestamp < :to
),
difference AS (
    SELECT
        timestamp, protocol, method, endpoint, status_code,
        {{sums: SUM(sign * <column>) AS <column>,}}
        SUM(ABS(latency_sum)) AS latency_size
    FROM part
    GROUP BY timestamp, protocol, method, endpoint, status_code, workspace_id, environment
)
SELECT
    'The day ' || datetime(timestamp, 'unixepoch') || ' UTC of ' || protocol || ' ' || COALESCE(method, '-')
    || ' ' || COALESCE(endpoint, '-') || ' ' || COALESCE(CAST(status_code AS TEXT), '-')
    || ' is not the sum of its hours: they hold '
    {{counts: || <column> || ' <unit>, '}}
    || 'and ' || ROUND(latency_sum, 3) || ' ms more.' AS finding
FROM difference
WHERE ABS(latency_sum) > 0.001 + latency_size * 1e-9
    {{counts: OR <column> <> 0}}
ORDER BY timestamp
LIMIT 20;
