-- What a commit writes of one minute: requests to 200 endpoints, some of which failed. :minute unix seconds.
WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 199)
INSERT INTO metrics_aggregates_minute (
    timestamp, protocol, method, endpoint, status_code, request_count, error_count, latency_sum, bytes_sent
)
SELECT
    :minute, 'http', 'GET', '/api/v2/thing' || i || '/:id', status.value, 7 + i % 100, status.value >= 400, 91.5, 12000
FROM number, json_each('[200, 500]') AS status;
