-- As failureCounts.sql, for the whole hours [:from, :to), unix seconds, from their stored counts.
-- :excluded, :protocol, :workspace, :environment and :target as in failed.sql.
-- Columns: protocol, method, endpoint, error_type, status_code; fault and statuses (NULL of what was not injected);
-- failures; first, last (unix seconds); newest_id (the greatest id of them).
WITH excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
)
SELECT
    protocol, method, endpoint, error_type, status_code, fault, statuses,
    SUM(failures) AS failures,
    MIN(first) AS first,
    MAX(last) AS last,
    MAX(newest_id) AS newest_id
FROM failure_hours
WHERE timestamp >= :from AND timestamp < :to
  AND (:protocol IS NULL OR protocol = :protocol)
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
  AND (:target IS NULL OR (
      endpoint = :target
      AND protocol = :target_protocol
      AND (method IS NULL OR method IS NOT DISTINCT FROM :target_method)
  ))
  AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE endpoint GLOB pattern)
GROUP BY endpoint, error_type, method, status_code, protocol, fault, statuses;
