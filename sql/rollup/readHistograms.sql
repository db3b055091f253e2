-- The distributions of a span, for merging, those of one key together.
-- :resolution minute or hour; :from, :to unix seconds.
SELECT protocol, method, endpoint, workspace_id, environment, source, bounds_id, counts, sum
FROM latency_histograms
WHERE resolution = :resolution AND timestamp >= :from AND timestamp < :to
ORDER BY
    protocol, method NULLS FIRST, endpoint NULLS FIRST, workspace_id NULLS FIRST, environment NULLS FIRST, source, bounds_id;
