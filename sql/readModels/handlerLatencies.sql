-- Handler times as the request log measured them, of the endpoint :target, of those that are asked for, or of all, in steps
-- of :step seconds from :from on (unix seconds). :segments as in injectedDelays.sql; behind conditions.sql; the other
-- parameters as in traffic.sql.
-- Columns: protocol; step, counted from 0; bounds_id; counts; sum.
SELECT
    protocol,
    (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    bounds_id, counts, sum
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= CAST(json_extract(segment.value, '$[1]') AS BIGINT)
  AND timestamp < CAST(json_extract(segment.value, '$[2]') AS BIGINT)
  AND source = 'log'
  AND endpoint IS NOT NULL
  AND (:target IS NULL OR (
      endpoint = :target
      AND protocol = :target_protocol
      AND method IS NOT DISTINCT FROM :target_method
  ))
  AND (:endpoints_wanted IS NULL
      OR (protocol, COALESCE(method, ''), endpoint) IN (SELECT protocol, method, endpoint FROM endpoint_wanted))
  AND (protocol, COALESCE(method, ''), endpoint) NOT IN (SELECT protocol, method, endpoint FROM endpoint_left)
  AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE glob(pattern, endpoint))
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment);
