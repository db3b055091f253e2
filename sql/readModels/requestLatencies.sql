-- Whole requests' latencies as the server measured them, in steps of :step seconds from :from on (unix
-- seconds). GraphQL's own distribution is left out: its requests are inside HTTP's.
-- :segments as in traffic.sql. Columns: step, counted from 0; bounds_id; counts; sum.
SELECT
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    bounds_id, counts, sum
FROM json_each(:segments) AS segment
CROSS JOIN latency_histograms
WHERE resolution = json_extract(segment.value, '$[0]')
  AND timestamp >= json_extract(segment.value, '$[1]')
  AND timestamp < json_extract(segment.value, '$[2]')
  AND source = 'metrics'
  AND endpoint IS NULL
  AND protocol IN ('http', 'grpc');
