-- Requests of each HTTP status. Columns: code, requests.
SELECT status_code AS code, SUM(request_count) AS requests
FROM traffic
WHERE counted AND protocol <> 'grpc' AND status_code IS NOT NULL
GROUP BY status_code
HAVING SUM(request_count) > 0
ORDER BY requests DESC, code;
