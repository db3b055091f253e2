-- Rows with impossible numbers: negative ones, or more errors than requests. Column: finding.
WITH stored AS (
    SELECT 'metrics_aggregates_minute' AS place, id, request_count, error_count FROM metrics_aggregates_minute
    UNION ALL
    SELECT 'metrics_aggregates_hour', id, request_count, error_count FROM metrics_aggregates_hour
    UNION ALL
    SELECT 'metrics_aggregates_day', id, request_count, error_count FROM metrics_aggregates_day
    UNION ALL
    SELECT 'client_analytics', id, request_count, error_count FROM client_analytics
    UNION ALL
    SELECT 'traffic_patterns', id, request_count, error_count FROM traffic_patterns
    UNION ALL
    SELECT 'endpoint_stats', id, total_requests, total_errors FROM endpoint_stats
)
SELECT 'Row ' || id || ' of ' || place || ' holds ' || request_count || ' requests, ' || error_count || ' of them failed.'
    AS finding
FROM stored
WHERE error_count < 0 OR error_count > request_count
LIMIT 20;
