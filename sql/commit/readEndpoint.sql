-- An endpoint's cumulative statistics, by its key.
-- :endpoint, :protocol text; :method, :workspaceId, :environment text or NULL.
SELECT
    total_requests, total_errors, min_latency_ms, max_latency_ms, status_codes,
    {{sizes: total_<column> AS <column>,}}
    first_seen, last_seen
FROM endpoint_stats
WHERE endpoint = :endpoint
  AND protocol = :protocol
  AND COALESCE(method, '') = COALESCE(:method, '')
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '');
