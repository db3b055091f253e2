-- Failed requests by everything that the dashboard tells them apart by. Of the metadata only those are part of the key
-- that speak of several requests at once, so that the others need not be sorted.
-- Columns: protocol, method, endpoint, error_type, status_code; several (metadata, or NULL); events; first, last
-- (unix seconds); newest_id (the greatest id of them).
SELECT
    protocol, method, endpoint, error_type, status_code, several,
    COUNT(*) AS events,
    MIN(timestamp) AS first,
    MAX(timestamp) AS last,
    MAX(id) AS newest_id
FROM failed
GROUP BY endpoint, error_type, method, status_code, protocol, several;
