-- Rows that refer to a missing one. Column: finding.
SELECT 'The sums of client ' || client_id || ' in client_tallies belong to no client.' AS finding
FROM client_tallies
WHERE client_id NOT IN (SELECT id FROM client_analytics)
UNION ALL
SELECT 'The latency distribution ' || id || ' names the bucket bounds ' || bounds_id || ', which are not there.'
FROM latency_histograms
WHERE bounds_id NOT IN (SELECT id FROM bucket_bounds)
LIMIT 20;
