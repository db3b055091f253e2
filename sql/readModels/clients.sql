-- The programs that requests of the hours [:from, :to) (unix seconds, whole hours) came from, most requests first.
-- :protocol, :workspace, :environment as in traffic.sql.
-- Columns: user_agent (NULL: none was sent), requests, errors, addresses (distinct ones), last (the last hour).
SELECT
    user_agent,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    COUNT(DISTINCT client_ip) AS addresses,
    MAX(timestamp) AS last
FROM client_analytics
WHERE timestamp >= :from AND timestamp < :to
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
  AND CASE WHEN :protocol IS NULL THEN protocol IN ('http', 'graphql', 'grpc') ELSE protocol = :protocol END
GROUP BY user_agent
ORDER BY requests DESC, user_agent;
