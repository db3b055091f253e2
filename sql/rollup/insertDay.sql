-- A day's rows from its hours. unique_clients and peak_hour are those of (protocol, workspace,
-- environment), the same on each of their rows. Unique clients are distinct addresses: NULL where none is known,
-- and where there were more clients than have rows of their own.
-- :from, :to the day, :createdAt; unix seconds.
WITH protocol_hours AS (
    SELECT
        timestamp, protocol, workspace_id, environment,
        SUM(request_count) AS request_count,
        MAX(active_connections_avg) AS connections_avg,
        MAX(active_connections_max) AS connections_max
    FROM metrics_aggregates_hour
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY timestamp, protocol, workspace_id, environment
),
ranked_hours AS (
    SELECT
        protocol, workspace_id, environment, connections_avg, connections_max,
        (timestamp % 86400) / 3600 AS hour,
        ROW_NUMBER() OVER (
            PARTITION BY protocol, workspace_id, environment
            ORDER BY request_count DESC, timestamp
        ) AS position
    FROM protocol_hours
),
protocol_days AS (
    SELECT
        protocol, workspace_id, environment,
        AVG(connections_avg) AS connections_avg,
        MAX(connections_max) AS connections_max,
        MAX(CASE WHEN position = 1 THEN hour END) AS peak_hour
    FROM ranked_hours
    GROUP BY protocol, workspace_id, environment
),
clients AS (
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
day_rows AS (
    SELECT
        {{sums: SUM(<column>) AS <column>,}}
        {{least: MIN(<column>) AS <column>,}}
        {{greatest: MAX(<column>) AS <column>,}}
        protocol, method, endpoint, status_code, workspace_id, environment
    FROM metrics_aggregates_hour
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY protocol, method, endpoint, status_code, workspace_id, environment
)
INSERT INTO metrics_aggregates_day (
    date, timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    {{columns: <column>,}}
    active_connections_avg, active_connections_max, unique_clients, peak_hour, created_at
)
SELECT
    date(:from, 'unixepoch'), :from,
    r.protocol, r.method, r.endpoint, r.status_code, r.workspace_id, r.environment,
    {{columns: r.<column>,}}
    d.connections_avg, d.connections_max, c.unique_clients, d.peak_hour, :createdAt
FROM day_rows r
JOIN protocol_days d
    ON d.protocol = r.protocol
    AND d.workspace_id IS NOT DISTINCT FROM r.workspace_id
    AND d.environment IS NOT DISTINCT FROM r.environment
LEFT JOIN clients c
    ON c.protocol = r.protocol
    AND c.workspace_id IS NOT DISTINCT FROM r.workspace_id
    AND c.environment IS NOT DISTINCT FROM r.environment
ORDER BY r.protocol, r.method NULLS FIRST, r.endpoint NULLS FIRST, r.status_code NULLS FIRST;
