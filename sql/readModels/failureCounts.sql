-- Failed requests by everything that the dashboard distinguishes.
-- Columns: protocol, method, endpoint, error_type, status_code; fault and statuses (NULL of what was not injected);
-- failures; first, last (unix seconds); newest_id (the greatest id of them).
SELECT
    protocol, method, endpoint, error_type, status_code, fault, statuses,
    SUM(occurrences) AS failures,
    MIN(timestamp) AS first,
    MAX(timestamp) AS last,
    MAX(id) AS newest_id
FROM failed
GROUP BY endpoint, error_type, method, status_code, protocol, fault, statuses;
