-- Clears what one minute holds for (workspace, environment), before it is written anew.
-- The comparisons are of expressions on purpose: a bare workspace_id would be looked up in its index, which
-- finds every row where there is only one workspace.
-- :minute unix seconds; :workspaceId, :environment text or NULL.
DELETE FROM metrics_aggregates_minute
WHERE timestamp = :minute
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '');
