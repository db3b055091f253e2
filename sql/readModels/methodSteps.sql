-- Requests to the endpoint :target by method, in steps of :step seconds from :from on (unix seconds).
-- :workspace, :environment as in traffic.sql. Columns: protocol; method; step, counted from 0; requests.
SELECT
    protocol,
    method,
    (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    SUM(request_count) AS requests
FROM stored
WHERE endpoint = :target
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
GROUP BY protocol, method, step
HAVING SUM(request_count) > 0;
