-- The :limit newest rows of failed requests, by everything that explains them. Injected faults are left out: only
-- their minute is known.
-- Columns: method, endpoint, status_code, error_type, error_message, user_agent (NULL: none is known);
-- is_sent (1: it is known who sent them); failures; stored (rows).
SELECT
    method, endpoint, status_code, error_type, error_message, user_agent,
    client_ip IS NOT NULL OR user_agent IS NOT NULL AS is_sent,
    SUM(occurrences) AS failures,
    COUNT(*) AS stored
FROM (
    SELECT method, endpoint, status_code, error_type, error_message, user_agent, client_ip, occurrences
    FROM failed
    WHERE fault IS NULL
    ORDER BY timestamp DESC, id DESC
    LIMIT :limit
)
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY failures DESC, endpoint, method, error_message;
