-- Clears the distributions that one minute holds for (workspace, environment).
-- :minute unix seconds; :workspaceId, :environment text or NULL.
DELETE FROM latency_histograms
WHERE resolution = 'minute'
  AND timestamp = :minute
  AND workspace_id IS NOT DISTINCT FROM NULLIF(:workspaceId, '')
  AND environment IS NOT DISTINCT FROM NULLIF(:environment, '');
