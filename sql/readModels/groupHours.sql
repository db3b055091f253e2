-- As groupSteps.sql, for the whole hours [:from, :to), unix seconds, from their stored counts.
-- :excluded, :protocol, :workspace, :environment and :target as in failed.sql.
-- :group_protocol, :group_method (method_key), :group_endpoint, :group_type.
-- Columns: step (the first is 0), failures.
WITH excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
)
SELECT (timestamp - :start) / :bucket AS step, SUM(failures) AS failures
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
  AND protocol = :group_protocol
  AND CASE WHEN fault IS NULL THEN method END IS :group_method
  AND endpoint IS :group_endpoint
  AND error_type IS :group_type
GROUP BY step;
