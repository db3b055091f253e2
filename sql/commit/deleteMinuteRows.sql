-- Clears what one minute holds for (workspace, environment), before it is written anew.
-- :minute unix seconds; :workspaceId, :environment text or NULL.
DELETE FROM metrics_aggregates_minute
WHERE timestamp = :minute
  AND workspace_id IS NOT DISTINCT FROM NULLIF(:workspaceId, '')
  AND environment IS NOT DISTINCT FROM NULLIF(:environment, '');
