-- Failed requests by everything that the dashboard tells them apart by. What would have to be read from the metadata
-- is part of the key, so that the metadata themselves need not be sorted.
-- Columns: protocol, method, endpoint, error_type, status_code; fault (its type; NULL for other errors); statuses
-- (codes with spaces between them, or NULL); occurrences in each of the events; events; first, last (unix seconds);
-- newest_id (the greatest id of them).
SELECT
    protocol, method, endpoint, error_type, status_code, fault, statuses, occurrences,
    COUNT(*) AS events,
    MIN(timestamp) AS first,
    MAX(timestamp) AS last,
    MAX(id) AS newest_id
FROM failed
GROUP BY endpoint, error_type, method, status_code, protocol, fault, statuses, occurrences;
