-- Delays that were injected into requests to the endpoint :target, whatever their method, in steps of :step seconds
-- from :from on (unix seconds). :segments, :workspace, :environment as in traffic.sql.
-- Columns: step, counted from 0; bounds_id; counts; sum.
SELECT (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step, bounds_id, counts, sum
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= CAST(json_extract(segment.value, '$[1]') AS BIGINT)
  AND timestamp < CAST(json_extract(segment.value, '$[2]') AS BIGINT)
  AND source = 'injected'
  AND endpoint = :target
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment);
