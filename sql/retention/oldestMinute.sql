-- The oldest minute of which anything is stored, before :before; unix seconds. Column: oldest, NULL without any.
SELECT MIN(oldest) AS oldest
FROM (
    SELECT MIN(timestamp) AS oldest FROM metrics_aggregates_minute WHERE timestamp < :before
    UNION ALL
    SELECT MIN(timestamp) FROM latency_histograms WHERE resolution = 'minute' AND timestamp < :before
) AS stored;
