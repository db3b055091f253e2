-- The oldest day of which rows or distributions are stored, before :before; unix seconds.
-- Column: oldest, NULL without any.
SELECT MIN(oldest) AS oldest
FROM (
    SELECT MIN(timestamp) AS oldest FROM metrics_aggregates_day WHERE timestamp < :before
    UNION ALL
    SELECT MIN(timestamp) FROM latency_histograms WHERE resolution = 'day' AND timestamp < :before
) AS stored;
