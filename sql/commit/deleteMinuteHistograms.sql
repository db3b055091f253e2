-- Clears the distributions that one minute holds for (workspace, environment).
-- :minute unix seconds; :workspaceId, :environment text or NULL.
DELETE FROM latency_histograms
WHERE resolution = 'minute'
  AND timestamp = :minute
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '');
