-- The server's own gauges by hour in [:from, :to) (unix seconds): of closed hours from their snapshots, of the others
-- from their last scrape. Columns: timestamp, memory_usage_bytes, cpu_usage_percent, thread_count,
-- uptime_seconds; each NULL where the server has none.
SELECT timestamp, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds
FROM analytics_snapshots
WHERE timestamp >= :from AND timestamp < :to AND snapshot_type = 'hourly'
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
UNION
SELECT timestamp, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds
FROM server_gauges
WHERE timestamp >= :from AND timestamp < :to
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
  AND NOT EXISTS (
      SELECT 1 FROM analytics_snapshots AS s
      WHERE s.timestamp = server_gauges.timestamp AND s.snapshot_type = 'hourly'
  )
ORDER BY
    timestamp, memory_usage_bytes NULLS FIRST, cpu_usage_percent NULLS FIRST, thread_count NULLS FIRST,
    uptime_seconds NULLS FIRST;
