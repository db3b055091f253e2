-- Requests to HTTP endpoints that injected faults ended. Columns: method (NULL: not known), endpoint, status_code;
-- statuses (all that they ended with, spaces between them; NULL where it is status_code); failures.
SELECT method, endpoint, status_code, statuses, SUM(occurrences) AS failures
FROM failed
WHERE fault IS NOT NULL AND protocol = 'http' AND endpoint IS NOT NULL
GROUP BY endpoint, method, status_code, statuses;
