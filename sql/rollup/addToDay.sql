-- Adds one row of a late minute to its day. Unique clients, the peak hour and the average of open connections stay: the
-- rows they were made from are gone. A new row takes them from the other rows of its protocol. COALESCE keeps SQLite
-- from searching by protocol, which finds nearly every row.
-- :timestamp the day, :createdAt; unix seconds; latencies milliseconds.
INSERT INTO metrics_aggregates_day AS held (
    date, timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    {{columns: <column>,}}
    active_connections_avg, active_connections_max, unique_clients, peak_hour, created_at
)
SELECT
    date(:timestamp, 'unixepoch'), :timestamp, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''), :statusCode,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    {{columns: :<field>,}}
    :activeConnections, :activeConnections, MAX(unique_clients), MAX(peak_hour), :createdAt
FROM metrics_aggregates_day
WHERE timestamp >= :timestamp AND timestamp < :timestamp + 86400
  AND COALESCE(protocol, '') = :protocol
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
HAVING TRUE  -- Else ON would be read as part of a join.
ON CONFLICT (
    timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''), COALESCE(status_code, -1),
    COALESCE(workspace_id, ''), COALESCE(environment, '')
) DO UPDATE SET
    {{sums: <column> = held.<column> + excluded.<column>,}}
    {{least: <column> = CASE
        WHEN excluded.<column> < held.<column> OR held.<column> IS NULL THEN excluded.<column> ELSE held.<column>
    END,}}
    {{greatest: <column> = CASE
        WHEN excluded.<column> > held.<column> OR held.<column> IS NULL THEN excluded.<column> ELSE held.<column>
    END,}}
    active_connections_max = MAX(held.active_connections_max, excluded.active_connections_max);
