-- What is stored, and what of it would be deleted with everything before :before, unix seconds; NULL: with everything.
-- Columns: gone and stored (rows of the tables that grow), first (the oldest of them, unix seconds, NULL without any), bytes
-- (of all targets together).
WITH counted AS (
    SELECT
        COUNT(*) FILTER (WHERE :before IS NULL OR timestamp < :before) AS gone,
        COUNT(*) AS stored,
        MIN(timestamp) AS first
    FROM metrics_aggregates_minute
    UNION ALL
    SELECT COUNT(*) FILTER (WHERE :before IS NULL OR timestamp < :before), COUNT(*), MIN(timestamp)
    FROM metrics_aggregates_hour
    UNION ALL
    SELECT COUNT(*) FILTER (WHERE :before IS NULL OR timestamp < :before), COUNT(*), MIN(timestamp)
    FROM metrics_aggregates_day
    UNION ALL
    SELECT COUNT(*) FILTER (WHERE :before IS NULL OR timestamp < :before), COUNT(*), MIN(timestamp)
    FROM error_events
    UNION ALL
    SELECT COUNT(*) FILTER (WHERE :before IS NULL OR timestamp < :before), COUNT(*), NULL
    FROM client_analytics
    UNION ALL
    SELECT
        COUNT(*) FILTER (WHERE :before IS NULL OR (timestamp < :before AND resolution <> 'all')), COUNT(*), NULL
    FROM latency_histograms
)
SELECT
    SUM(gone) AS gone, SUM(stored) AS stored, MIN(first) AS first,
    (
        SELECT SUM(pg_total_relation_size(oid))
        FROM pg_class
        WHERE relnamespace = to_regnamespace('mockforge_analytics') AND relkind = 'r'
    ) AS bytes
FROM counted;
