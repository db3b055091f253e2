-- Requests of http, graphql and grpc, or all of the protocol that was chosen. Columns: requests, errors.
SELECT COALESCE(SUM(request_count), 0) AS requests, COALESCE(SUM(error_count), 0) AS errors
FROM traffic
WHERE CASE WHEN :protocols_wanted IS NULL THEN protocol IN ('http', 'graphql', 'grpc') ELSE TRUE END;
