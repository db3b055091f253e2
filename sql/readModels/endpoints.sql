-- The :limit endpoints with the most requests, with their requests by status; requests without an endpoint
-- are one of them for each method. Columns: protocol, method, endpoint, requests, errors (the same on each of
-- an endpoint's rows), status_code, status_requests.
, by_status AS (
    SELECT
        protocol, method, endpoint, status_code,
        SUM(request_count) AS requests,
        SUM(error_count) AS errors
    FROM traffic
    WHERE counted
    GROUP BY protocol, method, endpoint, status_code
    HAVING SUM(request_count) > 0
),
by_endpoint AS (
    SELECT protocol, method, endpoint, SUM(requests) AS requests, SUM(errors) AS errors
    FROM by_status
    GROUP BY protocol, method, endpoint
    ORDER BY requests DESC, protocol, endpoint, method
    LIMIT :limit
)
SELECT
    e.protocol, e.method, e.endpoint, e.requests, e.errors,
    s.status_code, s.requests AS status_requests
FROM by_endpoint e
JOIN by_status s
    ON s.protocol = e.protocol
    AND s.method IS NOT DISTINCT FROM e.method
    AND s.endpoint IS NOT DISTINCT FROM e.endpoint
ORDER BY e.requests DESC, e.protocol, e.endpoint, e.method, status_requests DESC, s.status_code;
