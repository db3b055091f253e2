-- The programs that requests of the hours [:from, :to) (unix seconds, whole hours) came from, most requests first.
-- :protocols_wanted and the like, :clients_wanted and the like, :hours_wanted as in conditions.sql; :workspace,
-- :environment as in traffic.sql. Protocols whose traffic is no requests count only where they are asked for.
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
  AND CASE
      WHEN :protocols_wanted IS NULL THEN protocol IN ('http', 'graphql', 'grpc')
      ELSE protocol IN (SELECT value FROM json_each(:protocols_wanted))
  END
  AND protocol NOT IN (SELECT value FROM json_each(:protocols_left))
  AND (:clients_wanted IS NULL
      OR COALESCE(user_agent, '') IN (SELECT value FROM json_each(:clients_wanted)))
  AND COALESCE(user_agent, '') NOT IN (SELECT value FROM json_each(:clients_left))
  AND (:hours_wanted IS NULL OR timestamp / 3600 IN (SELECT CAST(value AS BIGINT) FROM json_each(:hours_wanted)))
GROUP BY user_agent
ORDER BY requests DESC, user_agent NULLS FIRST;
