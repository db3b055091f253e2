-- Failed requests by everything that the dashboard distinguishes; :by_sender 1: also by who sent them.
-- Columns: protocol, method, endpoint, error_type, status_code; fault and statuses (NULL of what was not injected);
-- sender (the user agent; empty: none was sent; NULL: not known, or not asked for); failures; first, last (unix
-- seconds); newest_id (the greatest id of them).
SELECT
    protocol, method, endpoint, error_type, status_code, fault, statuses,
    CASE WHEN :by_sender = 1 THEN sender END AS known_sender,
    SUM(occurrences) AS failures,
    MIN(first) AS first,
    MAX(last) AS last,
    MAX(newest_id) AS newest_id
FROM failed
GROUP BY endpoint, error_type, method, status_code, protocol, fault, statuses, known_sender
ORDER BY
    endpoint NULLS FIRST, error_type NULLS FIRST, method NULLS FIRST, status_code NULLS FIRST, protocol,
    fault NULLS FIRST, statuses NULLS FIRST, known_sender NULLS FIRST;
