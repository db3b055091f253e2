-- The handler times that belong to endpointsOfMinute.sql. :minute unix seconds.
INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count
)
SELECT 'minute', timestamp, protocol, method, endpoint, 'log', 1, '1 3 2 9 4 1', 240, 13
FROM metrics_aggregates_minute
WHERE timestamp = :minute AND status_code = 200;
