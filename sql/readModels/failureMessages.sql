-- The :limit newest rows of failed requests of the types :types (JSON array), by endpoint, status and message.
-- Columns: method, endpoint, status_code, error_message; failures; stored (rows).
SELECT method, endpoint, status_code, error_message, SUM(occurrences) AS failures, COUNT(*) AS stored
FROM (
    SELECT method, endpoint, status_code, error_message, occurrences
    FROM failed
    WHERE fault IS NULL AND error_type IN (SELECT value FROM json_each(:types))
    ORDER BY timestamp DESC, id DESC
    LIMIT :limit
) AS newest
GROUP BY method, endpoint, status_code, error_message
ORDER BY
    failures DESC, endpoint NULLS FIRST, method NULLS FIRST, error_message NULLS FIRST, status_code NULLS FIRST;
