-- The distributions of one hour or day and one key: one row for each list of bounds.
-- :resolution hour or day; :timestamp unix seconds; :protocol, :source text; the rest text or NULL.
SELECT bounds_id, counts, sum
FROM latency_histograms
WHERE resolution = :resolution
  AND timestamp = :timestamp
  AND protocol = :protocol
  AND COALESCE(method, '') = COALESCE(:method, '')
  AND COALESCE(endpoint, '') = COALESCE(:endpoint, '')
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
  AND source = :source;
