-- Writes an endpoint's cumulative statistics, replacing the old ones.
-- Latencies are handler times in milliseconds; :statusCodes JSON; :firstSeen, :lastSeen, :updatedAt unix seconds.
INSERT INTO endpoint_stats (
    endpoint, protocol, method, workspace_id, environment, total_requests, total_errors,
    avg_latency_ms, min_latency_ms, max_latency_ms, p95_latency_ms, status_codes,
    {{sizes: total_<column>,}}
    first_seen, last_seen, updated_at
) VALUES (
    :endpoint, :protocol, NULLIF(:method, ''), NULLIF(:workspaceId, ''), NULLIF(:environment, ''),
    :totalRequests, :totalErrors, :avgLatencyMs, :minLatencyMs, :maxLatencyMs, :p95LatencyMs, :statusCodes,
    {{sizes: :<field>,}}
    :firstSeen, :lastSeen, :updatedAt
)
ON CONFLICT (
    endpoint, protocol, COALESCE(method, ''), COALESCE(workspace_id, ''), COALESCE(environment, '')
) DO UPDATE SET
    total_requests = excluded.total_requests,
    total_errors = excluded.total_errors,
    avg_latency_ms = excluded.avg_latency_ms,
    min_latency_ms = excluded.min_latency_ms,
    max_latency_ms = excluded.max_latency_ms,
    p95_latency_ms = excluded.p95_latency_ms,
    status_codes = excluded.status_codes,
    {{sizes: total_<column> = excluded.total_<column>,}}
    first_seen = excluded.first_seen,
    last_seen = excluded.last_seen,
    updated_at = excluded.updated_at;
