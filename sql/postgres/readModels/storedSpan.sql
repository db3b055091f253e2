-- From when to when a store holds anything, unix seconds; NULL: it holds nothing. Coverage says best where it ends.
-- Columns: from_timestamp, to_timestamp.
WITH covered AS (
    SELECT MIN(from_timestamp) AS first, MAX(to_timestamp) AS last FROM collection_events WHERE kind = 'coverage'
),
stored AS (
    SELECT
        MIN(own.first) AS first, MAX(own.minute) + 60 AS minute, MAX(own.hour) + 3600 AS hour, MAX(own.day) + 86400 AS day
    FROM targets t
    CROSS JOIN LATERAL (
        SELECT
            LEAST(
                (
                    SELECT MIN(m.timestamp)
                    FROM mockforge_analytics.metrics_aggregates_minute m
                    WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
                ),
                (
                    SELECT MIN(h.timestamp)
                    FROM mockforge_analytics.metrics_aggregates_hour h
                    WHERE h.workspace_id = current_setting('mockforge_analytics.workspace') AND h.target_id = t.target_id
                ),
                (
                    SELECT MIN(d.timestamp)
                    FROM mockforge_analytics.metrics_aggregates_day d
                    WHERE d.workspace_id = current_setting('mockforge_analytics.workspace') AND d.target_id = t.target_id
                )
            ) AS first,
            (
                SELECT MAX(m.timestamp)
                FROM mockforge_analytics.metrics_aggregates_minute m
                WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
            ) AS minute,
            (
                SELECT MAX(h.timestamp)
                FROM mockforge_analytics.metrics_aggregates_hour h
                WHERE h.workspace_id = current_setting('mockforge_analytics.workspace') AND h.target_id = t.target_id
            ) AS hour,
            (
                SELECT MAX(d.timestamp)
                FROM mockforge_analytics.metrics_aggregates_day d
                WHERE d.workspace_id = current_setting('mockforge_analytics.workspace') AND d.target_id = t.target_id
            ) AS day
    ) own
)
SELECT LEAST(covered.first, stored.first) AS from_timestamp, COALESCE(last, minute, hour, day) AS to_timestamp
FROM covered
CROSS JOIN stored;
