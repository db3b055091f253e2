-- Handler times of the endpoints as the request log measured them (source log), and the delays that were injected
-- into their requests, whatever the method (source injected).
-- :segments, :workspace, :environment as in traffic.sql. Columns: source, protocol, method, endpoint, bounds_id, counts, sum.
SELECT source, protocol, method, endpoint, bounds_id, counts, sum
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= CAST(json_extract(segment.value, '$[1]') AS BIGINT)
  AND timestamp < CAST(json_extract(segment.value, '$[2]') AS BIGINT)
  AND source IN ('log', 'injected')
  AND endpoint IS NOT NULL
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment);
