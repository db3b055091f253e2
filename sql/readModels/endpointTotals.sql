-- Requests of each endpoint of the span. Columns: protocol, method, endpoint, requests.
SELECT protocol, method, endpoint, SUM(request_count) AS requests
FROM traffic
WHERE counted AND endpoint IS NOT NULL
GROUP BY protocol, method, endpoint;
