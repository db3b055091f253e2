-- How long requests to each endpoint took, summed up: handler times as the request log measured them (source log), and
-- delays that were injected, whatever the method (source injected).
-- :segments, :workspace, :environment as in traffic.sql. Columns: source, protocol, method, endpoint, sum (ms), count.
SELECT source, protocol, method, endpoint, SUM(sum) AS sum, SUM(count) AS count
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= CAST(json_extract(segment.value, '$[1]') AS BIGINT)
  AND timestamp < CAST(json_extract(segment.value, '$[2]') AS BIGINT)
  AND source IN ('log', 'injected')
  AND endpoint IS NOT NULL
  AND (:workspace IS NULL OR workspace_id = :workspace)
  AND (:environment IS NULL OR environment = :environment)
GROUP BY source, protocol, method, endpoint;
