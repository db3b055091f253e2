-- A database that is wide: a year of 100 endpoints by day, and on its last day, which is not rolled up yet, 10 000
-- endpoints and 100 000 failed requests. The last day is Sunday, 5 January 2025, which is
-- 1736035200 wherever it is meant.
INSERT INTO bucket_bounds (bounds) VALUES ('[1,5,10,25,50,100,250,500,1000]');

WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 364 * 100 - 1)
INSERT INTO metrics_aggregates_day (
    date, timestamp, protocol, method, endpoint, status_code, request_count, error_count, latency_sum, bytes_sent,
    active_connections_max
)
SELECT
    date(1736035200 - (1 + i / 100) * 86400, 'unixepoch'), 1736035200 - (1 + i / 100) * 86400, 'http', 'GET',
    '/api/v1/resource' || (i % 100) || '/:id', CASE WHEN i % 9 = 0 THEN 500 ELSE 200 END,
    1000 + i, CASE WHEN i % 9 = 0 THEN 1000 + i ELSE 0 END, 91.5, 12000, 7
FROM number;

INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count
)
SELECT 'day', timestamp, protocol, method, endpoint, 'log', 1, '1 300 2 600 4 100', 24000, 1000
FROM metrics_aggregates_day
UNION ALL
SELECT 'day', timestamp, protocol, method, NULL, 'metrics', 1, '1 30000 2 60000 4 10000', 2400000, 100000
FROM metrics_aggregates_day
GROUP BY timestamp, protocol, method;

WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 9999)
INSERT INTO metrics_aggregates_minute (
    timestamp, protocol, method, endpoint, status_code, request_count, error_count, latency_sum, bytes_sent,
    active_connections
)
SELECT
    1736035200 + (i % 1440) * 60, 'http', CASE i % 2 WHEN 0 THEN 'GET' ELSE 'POST' END,
    '/api/v2/thing' || (i / 2) || '/:id', 200, 7 + i % 100, 0, 91.5, 12000, 3
FROM number;

INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count
)
SELECT 'minute', timestamp, protocol, method, endpoint, 'log', 1, '1 3 2 9 4 1', 240, 13
FROM metrics_aggregates_minute;

WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 99999)
INSERT INTO error_events (
    timestamp, protocol, method, endpoint, status_code, error_type, error_category, client_ip, user_agent, metadata
)
SELECT
    1736035200 + (i * 86400) / 100000, 'http', 'GET', '/api/v2/thing' || (i % 2000) || '/:id',
    CASE WHEN i % 3 = 0 THEN 404 ELSE 500 END, CASE WHEN i % 3 = 0 THEN 'not_found' ELSE 'internal_error' END,
    'server_error', '10.0.0.1', 'curl/8.5.0',
    json_object(
        'logId', printf('%08x', i),
        'path', '/api/v2/thing' || (i % 2000) || '/' || i,
        'timestampMs', 1736035200000 + i * 864
    )
FROM number;

INSERT INTO collection_events (kind, from_timestamp, to_timestamp, detail)
VALUES ('coverage', 1736035200 - 364 * 86400, 1736035200 + 86400, '{}');
INSERT INTO collector_state (key, value)
VALUES ('rolled_until', 1736035200), ('final_before', 1736035200 + 86400);
