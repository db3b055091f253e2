-- Requests of some endpoints in each step that has any, from :from (unix seconds) on, :step seconds long.
-- :names JSON array of endpoints, whatever their method.
-- Columns: protocol, method, endpoint, step (counted from 0), requests.
SELECT
    protocol, method, endpoint,
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    SUM(request_count) AS requests
FROM traffic
WHERE counted AND endpoint IN (SELECT value FROM json_each(:names))
GROUP BY protocol, method, endpoint, step;
