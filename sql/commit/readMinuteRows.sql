-- What one minute holds for (workspace, environment), as it was written.
-- :minute unix seconds; :workspaceId, :environment text or NULL. Columns: those of a row, latencies in milliseconds.
SELECT
    protocol, method, endpoint, status_code,
    {{columns: <column>,}}
    active_connections
FROM metrics_aggregates_minute
WHERE timestamp = :minute
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
ORDER BY id;
