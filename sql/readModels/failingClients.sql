-- The programs that failed requests came from, most failed requests first.
-- Columns: user_agent (NULL: the request named none), errors, addresses (distinct ones), last (unix seconds).
SELECT
    user_agent,
    SUM(occurrences) AS errors,
    COUNT(DISTINCT client_ip) AS addresses,
    MAX(timestamp) AS last
FROM failed
WHERE client_ip IS NOT NULL OR user_agent IS NOT NULL
GROUP BY user_agent
ORDER BY errors DESC, user_agent;
