-- Requests of each endpoint in each step that has any, from :from (unix seconds) on, :step seconds long.
-- Columns: protocol, method, endpoint, step (counted from 0), requests.
SELECT
    protocol, method, endpoint,
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    SUM(request_count) AS requests
FROM traffic
WHERE counted AND endpoint IS NOT NULL
GROUP BY protocol, method, endpoint, step;
