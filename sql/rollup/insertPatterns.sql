-- One hour of the traffic patterns from its hour rows. Without a latency the average is NULL, not 0. Unique
-- clients are distinct addresses: NULL where none is known, and where there were more clients than have rows
-- of their own.
-- :from, :to the hour, :createdAt; unix seconds.
WITH clients AS (
    SELECT
        protocol, workspace_id, environment,
        CASE
            WHEN MAX(CASE WHEN client_ip = '(other)' THEN 1 ELSE 0 END) = 0
            THEN NULLIF(COUNT(DISTINCT NULLIF(client_ip, '(unknown)')), 0)
        END AS unique_clients
    FROM client_analytics
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY protocol, workspace_id, environment
),
pattern_rows AS (
    SELECT
        protocol, workspace_id, environment,
        SUM(request_count) AS request_count,
        SUM(error_count) AS error_count,
        CASE
            WHEN SUM(latency_sum) > 0 OR COUNT(latency_p50) > 0
            THEN SUM(latency_sum) / NULLIF(SUM(request_count), 0)
        END AS avg_latency_ms
    FROM metrics_aggregates_hour
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY protocol, workspace_id, environment
)
INSERT INTO traffic_patterns (
    date, hour, day_of_week, protocol, workspace_id, environment,
    request_count, error_count, avg_latency_ms, unique_clients, created_at
)
SELECT
    date(:from, 'unixepoch'),
    CAST(strftime('%H', :from, 'unixepoch') AS BIGINT),
    CAST(strftime('%w', :from, 'unixepoch') AS BIGINT),
    r.protocol, r.workspace_id, r.environment,
    r.request_count, r.error_count, r.avg_latency_ms, c.unique_clients, :createdAt
FROM pattern_rows r
LEFT JOIN clients c
    ON c.protocol = r.protocol
    AND c.workspace_id IS NOT DISTINCT FROM r.workspace_id
    AND c.environment IS NOT DISTINCT FROM r.environment
ORDER BY r.protocol;
