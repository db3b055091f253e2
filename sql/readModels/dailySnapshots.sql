-- The daily snapshots in [:from, :to), unix seconds, latest first; several workspaces or environments added up.
-- Columns: timestamp (the day's start, UTC), requests, errors, average_ms (NULL without requests).
SELECT
    timestamp,
    SUM(total_requests) AS requests,
    SUM(total_errors) AS errors,
    SUM(avg_latency_ms * total_requests) / NULLIF(SUM(CASE WHEN avg_latency_ms IS NOT NULL THEN total_requests END), 0)
        AS average_ms
FROM analytics_snapshots
WHERE timestamp >= :from AND timestamp < :to AND snapshot_type = 'daily'
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
GROUP BY timestamp
ORDER BY timestamp DESC;
