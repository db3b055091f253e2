-- An hour's rows from its minutes. Percentiles are set later, from its histograms. Open connections belong to a
-- protocol, whichever rows carry them: a minute's are the most that any of its rows has.
-- :from, :to the hour, :createdAt; unix seconds.
WITH minute_connections AS (
    SELECT timestamp, protocol, workspace_id, environment, MAX(active_connections) AS connections
    FROM metrics_aggregates_minute
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY timestamp, protocol, workspace_id, environment
),
hour_connections AS (
    SELECT
        protocol, workspace_id, environment,
        AVG(connections) AS connections_avg,
        MAX(connections) AS connections_max
    FROM minute_connections
    GROUP BY protocol, workspace_id, environment
),
hour_rows AS (
    SELECT
        {{sums: SUM(<column>) AS <column>,}}
        {{least: MIN(<column>) AS <column>,}}
        {{greatest: MAX(<column>) AS <column>,}}
        protocol, method, endpoint, status_code, workspace_id, environment
    FROM metrics_aggregates_minute
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY protocol, method, endpoint, status_code, workspace_id, environment
)
INSERT INTO metrics_aggregates_hour (
    timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    {{columns: <column>,}}
    active_connections_avg, active_connections_max, created_at
)
SELECT
    :from, r.protocol, r.method, r.endpoint, r.status_code, r.workspace_id, r.environment,
    {{columns: r.<column>,}}
    c.connections_avg, c.connections_max, :createdAt
FROM hour_rows r
JOIN hour_connections c
    ON c.protocol = r.protocol
    AND c.workspace_id IS NOT DISTINCT FROM r.workspace_id
    AND c.environment IS NOT DISTINCT FROM r.environment
ORDER BY r.protocol, r.method NULLS FIRST, r.endpoint NULLS FIRST, r.status_code NULLS FIRST;
