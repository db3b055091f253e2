-- Endpoints whose requests by status do not add up to their requests. Column: finding.
SELECT
    'Endpoint ' || COALESCE(method || ' ', '') || endpoint || ' has ' || total_requests
    || ' requests, but its statuses add up to ' || statuses || '.' AS finding
FROM (
    SELECT
        method, endpoint, total_requests,
        COALESCE((SELECT SUM(CAST(value AS BIGINT)) FROM json_each(status_codes)), 0) AS statuses
    FROM endpoint_stats
) AS counted
WHERE statuses <> total_requests
LIMIT 20;
