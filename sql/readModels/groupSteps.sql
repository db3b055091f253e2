-- Failed requests of a group by steps of :bucket seconds from :start (unix seconds) on.
-- :group_protocol, :group_method (method_key), :group_endpoint, :group_type.
-- Columns: step (the first is 0), failures.
SELECT (timestamp - :start) / :bucket AS step, SUM(occurrences) AS failures
FROM failed
WHERE protocol = :group_protocol
  AND method_key IS NOT DISTINCT FROM :group_method
  AND endpoint IS NOT DISTINCT FROM :group_endpoint
  AND error_type IS NOT DISTINCT FROM :group_type
GROUP BY step;
