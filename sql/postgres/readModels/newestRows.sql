-- The greatest ids that the tables of traffic have; 0 without rows. Columns: minute, hour, day.
SELECT
    COALESCE(MAX(own.minute), 0) AS minute,
    COALESCE(MAX(own.hour), 0) AS hour,
    COALESCE(MAX(own.day), 0) AS day
FROM targets t
CROSS JOIN LATERAL (
    SELECT
        (
            SELECT MAX(m.id)
            FROM mockforge_analytics.metrics_aggregates_minute m
            WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
        ) AS minute,
        (
            SELECT MAX(h.id)
            FROM mockforge_analytics.metrics_aggregates_hour h
            WHERE h.workspace_id = current_setting('mockforge_analytics.workspace') AND h.target_id = t.target_id
        ) AS hour,
        (
            SELECT MAX(d.id)
            FROM mockforge_analytics.metrics_aggregates_day d
            WHERE d.workspace_id = current_setting('mockforge_analytics.workspace') AND d.target_id = t.target_id
        ) AS day
) own;
