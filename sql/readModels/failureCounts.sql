-- Failed requests by everything that the dashboard distinguishes.
-- Columns: protocol, method, endpoint, error_type, status_code; fault and statuses (NULL of what was not injected);
-- failures; first, last (unix seconds); newest_id (the greatest id of them).
SELECT
    protocol, method, endpoint, error_type, status_code, fault, statuses,
    SUM(occurrences) AS failures,
    MIN(first) AS first,
    MAX(last) AS last,
    MAX(newest_id) AS newest_id
FROM failed
GROUP BY endpoint, error_type, method, status_code, protocol, fault, statuses;
