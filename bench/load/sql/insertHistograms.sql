-- The latencies of the traffic: handler times of each key, in twelve buckets, and whole requests of each method.
-- :resolution minute, hour, day or all, which has handler times alone; :handlerBounds, :serverBounds ids.
INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count
)
SELECT
    :resolution, timestamp, protocol, method, endpoint, 'log', :handlerBounds,
    printf(
        '%d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d',
        bucket, requests / 6,
        bucket + 2, requests / 8,
        bucket + 3, requests / 8,
        bucket + 5, requests / 10,
        bucket + 6, requests / 12,
        bucket + 8, requests / 12,
        bucket + 9, requests / 12,
        bucket + 12, requests / 16,
        bucket + 15, requests / 16,
        bucket + 19, requests / 24,
        bucket + 24, requests / 24,
        bucket + 33, requests - requests / 6 - requests / 8 * 2 - requests / 10 - requests / 12 * 3
            - requests / 16 * 2 - requests / 24 * 2
    ),
    requests * latency, requests
FROM load_traffic
UNION ALL
SELECT
    :resolution, timestamp, protocol, method, NULL, 'metrics', :serverBounds,
    printf(
        '%d %d %d %d %d %d',
        2, SUM(requests) / 2, 4, SUM(requests) / 3, 7, SUM(requests) - SUM(requests) / 2 - SUM(requests) / 3
    ),
    SUM(requests * latency), SUM(requests)
FROM load_traffic
WHERE protocol IN ('http', 'grpc') AND :resolution <> 'all'
GROUP BY timestamp, protocol, method;
