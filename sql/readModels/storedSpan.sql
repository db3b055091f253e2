-- From when to when a database holds anything, unix seconds; NULL: it holds nothing. Coverage says best where it ends.
-- Columns: from_timestamp, to_timestamp.
SELECT
    MIN(first) AS from_timestamp,
    COALESCE(
        (SELECT MAX(to_timestamp) FROM collection_events WHERE kind = 'coverage'),
        (SELECT MAX(timestamp) + 60 FROM metrics_aggregates_minute),
        (SELECT MAX(timestamp) + 3600 FROM metrics_aggregates_hour),
        (SELECT MAX(timestamp) + 86400 FROM metrics_aggregates_day)
    ) AS to_timestamp
FROM (
    SELECT (SELECT MIN(from_timestamp) FROM collection_events WHERE kind = 'coverage') AS first
    UNION ALL SELECT (SELECT MIN(timestamp) FROM metrics_aggregates_minute)
    UNION ALL SELECT (SELECT MIN(timestamp) FROM metrics_aggregates_hour)
    UNION ALL SELECT (SELECT MIN(timestamp) FROM metrics_aggregates_day)
) AS stored;
