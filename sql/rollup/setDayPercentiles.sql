-- Writes the percentiles, read from the merged distribution, onto the day's rows of its key.
-- :from the day's start, unix seconds; :p50, :p95, :p99 milliseconds, NULL above every bound.
UPDATE metrics_aggregates_day
SET latency_p50 = :p50, latency_p95 = :p95, latency_p99 = :p99
WHERE timestamp = :from
  AND protocol = :protocol
  AND method IS NOT DISTINCT FROM :method
  AND endpoint IS NOT DISTINCT FROM :endpoint
  AND workspace_id IS NOT DISTINCT FROM :workspaceId
  AND environment IS NOT DISTINCT FROM :environment;
