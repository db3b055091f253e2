-- Since when there are rows of minutes, hours and days, unix seconds; NULL: there are none. Of several targets together since
-- when all have them, and hours and days that one has rolled up are there of all.
-- Columns: minutes, hours, days.
SELECT
    -- Which pass NULL over.
    CASE WHEN COUNT(own.minute) > 0 THEN GREATEST(MIN(own.minute), MIN(t.minutes_from)) END AS minutes,
    CASE
        WHEN COUNT(own.hour) + COUNT(own.open_hour) > 0
        THEN GREATEST(LEAST(MIN(own.hour), MIN(own.open_hour)), MIN(t.hours_from))
    END AS hours,
    LEAST(MIN(own.day), MIN(own.open_day)) AS days
FROM targets t
CROSS JOIN LATERAL (
    SELECT
        first.minute, first.hour, first.day,
        CASE WHEN first.open_minute < t.open_until THEN first.open_minute / 3600 * 3600 END AS open_hour,
        CASE
            WHEN LEAST(first.open_minute, first.open_hour) < t.open_until / 86400 * 86400
            THEN LEAST(first.open_minute, first.open_hour) / 86400 * 86400
        END AS open_day
    FROM (
        SELECT
            (
                SELECT MIN(m.timestamp)
                FROM mockforge_analytics.metrics_aggregates_minute m
                WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
            ) AS minute,
            (
                SELECT MIN(m.timestamp)
                FROM mockforge_analytics.metrics_aggregates_minute m
                WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
                  AND m.timestamp >= t.rolled_until
            ) AS open_minute,
            (
                SELECT MIN(h.timestamp)
                FROM mockforge_analytics.metrics_aggregates_hour h
                WHERE h.workspace_id = current_setting('mockforge_analytics.workspace') AND h.target_id = t.target_id
            ) AS hour,
            (
                SELECT MIN(h.timestamp)
                FROM mockforge_analytics.metrics_aggregates_hour h
                WHERE h.workspace_id = current_setting('mockforge_analytics.workspace') AND h.target_id = t.target_id
                  AND h.timestamp >= t.rolled_until / 86400 * 86400
            ) AS open_hour,
            (
                SELECT MIN(d.timestamp)
                FROM mockforge_analytics.metrics_aggregates_day d
                WHERE d.workspace_id = current_setting('mockforge_analytics.workspace') AND d.target_id = t.target_id
            ) AS day
    ) first
) own;
