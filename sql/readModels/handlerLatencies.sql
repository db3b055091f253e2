-- Handler times of the endpoint :target as the request log measured them, in steps of :step seconds from :from
-- on (unix seconds). :segments and the other parameters as in traffic.sql.
-- Columns: protocol; step, counted from 0; bounds_id; counts; sum.
SELECT
    protocol,
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    bounds_id, counts, sum
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= json_extract(segment.value, '$[1]')
  AND timestamp < json_extract(segment.value, '$[2]')
  AND source = 'log'
  AND endpoint = :target
  AND protocol = :target_protocol
  AND method IS NOT DISTINCT FROM :target_method
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment);
