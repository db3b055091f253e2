-- The programs whose requests are in a group of failed ones, most first. Only rows that stand for one request name any.
-- :group_protocol, :group_method (method_key), :group_endpoint, :group_type.
-- Columns: user_agent (NULL: none was sent), failures, last (unix seconds).
SELECT user_agent, SUM(occurrences) AS failures, MAX(timestamp) AS last
FROM failed
WHERE (client_ip IS NOT NULL OR user_agent IS NOT NULL)
  AND protocol = :group_protocol
  AND method_key IS NOT DISTINCT FROM :group_method
  AND endpoint IS NOT DISTINCT FROM :group_endpoint
  AND error_type IS NOT DISTINCT FROM :group_type
GROUP BY user_agent
ORDER BY failures DESC, user_agent NULLS FIRST
LIMIT 10;
