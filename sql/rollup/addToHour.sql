-- Adds one row of a late minute to its hour. The average of open connections stays: the rows it was made from are gone.
-- :timestamp the hour, :createdAt; unix seconds; latencies milliseconds.
INSERT INTO metrics_aggregates_hour AS held (
    timestamp, protocol, method, endpoint, status_code, workspace_id, environment,
    {{columns: <column>,}}
    active_connections_avg, active_connections_max, created_at
) VALUES (
    :timestamp, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''), :statusCode,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    {{columns: :<field>,}}
    :activeConnections, :activeConnections, :createdAt
)
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
