-- The traffic as rows of metrics_aggregates_hour.
INSERT INTO metrics_aggregates_hour (
    timestamp, protocol, method, endpoint, status_code, request_count, error_count, latency_sum, latency_min,
    latency_max, latency_p50, latency_p95, latency_p99, bytes_sent, bytes_received, active_connections_avg,
    active_connections_max, created_at
)
SELECT
    timestamp, protocol, method, endpoint, status_code, requests, errors, requests * latency, latency / 4.0,
    latency * 6.0, latency * 0.9, latency * 2.6, latency * 4.3, requests * 1480, requests * 310, 52.0,
    64, timestamp
FROM load_traffic;
