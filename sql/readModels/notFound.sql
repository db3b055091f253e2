-- Requests that ended with 404, by endpoint, most first: the :limit first. The log knows their raw paths.
-- Columns: method, endpoint, count, paths (how many different ones).
SELECT method, endpoint, SUM(occurrences) AS count, COUNT(DISTINCT json_extract(metadata, '$.path')) AS paths
FROM failed
WHERE status_code = 404 AND endpoint IS NOT NULL AND fault IS NULL
GROUP BY method, endpoint
ORDER BY count DESC, endpoint, method
LIMIT :limit;
