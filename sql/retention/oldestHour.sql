-- The oldest hour of which rows or distributions are stored, before :before; unix seconds.
-- Column: oldest, NULL without any.
SELECT MIN(oldest) AS oldest
FROM (
    SELECT MIN(timestamp) AS oldest FROM metrics_aggregates_hour WHERE timestamp < :before
    UNION ALL
    SELECT MIN(timestamp) FROM latency_histograms WHERE resolution = 'hour' AND timestamp < :before
) AS stored;
