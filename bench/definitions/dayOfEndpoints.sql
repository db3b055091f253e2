-- 5,000 endpoints with requests in each of 24 hours, which are rolled up; the first begins at 1736078400.
INSERT INTO bucket_bounds (bounds) VALUES ('[1,5,10,25,50,100,250,500,1000]');

WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 24 * 5000 - 1)
INSERT INTO metrics_aggregates_hour (
    timestamp, protocol, method, endpoint, status_code, request_count, error_count, latency_sum, bytes_sent
)
SELECT
    1736078400 + (i / 5000) * 3600, 'http', 'GET', '/api/v2/thing' || (i % 5000) || '/:id', 200, 7 + i % 100, 0, 91.5, 12000
FROM number;

INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count
)
SELECT 'hour', timestamp, protocol, method, endpoint, 'log', 1, '1 3 2 9 4 1', 240, 13
FROM metrics_aggregates_hour;

INSERT INTO collector_state (key, value) VALUES ('rolled_until', 1736164800), ('final_before', 1736164800);
ANALYZE;
