-- The distributions that one minute holds for (workspace, environment).
-- :minute unix seconds; :workspaceId, :environment text or NULL.
-- Columns: protocol, method, endpoint, source; bounds_id into bucket_bounds; counts, pairs "index count"; sum in milliseconds.
SELECT protocol, method, endpoint, source, bounds_id, counts, sum
FROM latency_histograms
WHERE resolution = 'minute'
  AND timestamp = :minute
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
ORDER BY id;
