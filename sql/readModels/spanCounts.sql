-- The traffic of each endpoint by status; what is not attributed has no endpoint.
-- Columns: protocol, method, endpoint, status_code, requests (or messages), errors, bytes_sent.
SELECT
    protocol, method, endpoint, status_code,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    SUM(bytes_sent) AS bytes_sent
FROM traffic
GROUP BY endpoint, method, status_code, protocol;
