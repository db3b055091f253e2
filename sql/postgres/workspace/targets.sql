-- The targets of the connection's workspace, whichever the connection is of. Columns: target (its id, '' for the one without a
-- name), newest_minute (unix seconds; NULL: it holds no minutes).
SELECT t.target_id AS target, newest.minute AS newest_minute
FROM mockforge_analytics_workspace.targets t
CROSS JOIN LATERAL (
    SELECT MAX(m.timestamp) AS minute
    FROM mockforge_analytics.metrics_aggregates_minute m
    WHERE m.workspace_id = current_setting('mockforge_analytics.workspace') AND m.target_id = t.target_id
) newest
ORDER BY t.target_id;
