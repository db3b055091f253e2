-- Totals of the span. Columns: requests, errors, unattributed (requests without an endpoint),
-- bytes_sent (NULL: no source knew sizes).
SELECT
    COALESCE(SUM(request_count), 0) AS requests,
    COALESCE(SUM(error_count), 0) AS errors,
    COALESCE(SUM(CASE WHEN endpoint IS NULL THEN request_count END), 0) AS unattributed,
    NULLIF(SUM(bytes_sent), 0) AS bytes_sent
FROM traffic
WHERE counted;
