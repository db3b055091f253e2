-- The HTTP endpoints that were ever asked for. Columns: method, endpoint.
SELECT DISTINCT method, endpoint
FROM endpoint_stats
WHERE protocol = 'http' AND method IS NOT NULL AND total_requests > 0
ORDER BY endpoint, method;
