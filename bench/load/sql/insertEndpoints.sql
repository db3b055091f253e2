-- The cumulative statistics of each key, from its days. :until unix seconds.
INSERT INTO endpoint_stats (
    endpoint, protocol, method, total_requests, total_errors, avg_latency_ms, min_latency_ms, max_latency_ms,
    p95_latency_ms, status_codes, total_bytes_sent, total_bytes_received, first_seen, last_seen, updated_at
)
SELECT
    endpoint, protocol, method, SUM(request_count), SUM(error_count), SUM(latency_sum) / SUM(request_count),
    MIN(latency_min), MAX(latency_max), MAX(latency_p95), json_object(CAST(status_code AS TEXT), SUM(request_count)),
    SUM(bytes_sent), SUM(bytes_received), MIN(timestamp), :until - 60, :until
FROM metrics_aggregates_day
GROUP BY endpoint, protocol, method, status_code;
