-- Every handler time ever seen of an endpoint: one row for each list of bounds it was measured with.
-- :endpoint, :protocol text; :method, :workspaceId, :environment text or NULL.
SELECT bounds_id, counts, sum
FROM latency_histograms
WHERE resolution = 'all'
  AND timestamp = 0
  AND protocol = :protocol
  AND COALESCE(method, '') = COALESCE(:method, '')
  AND COALESCE(endpoint, '') = :endpoint
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
  AND source = 'log';
