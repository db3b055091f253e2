-- Whether nothing is known of a minute: no coverage touches it, and it has no rows of (workspace, environment).
-- :minute unix seconds; :workspaceId, :environment text or NULL. Column: free (1 or 0).
SELECT
    NOT EXISTS (
        SELECT 1
        FROM collection_events
        WHERE kind = 'coverage' AND from_timestamp < :minute + 60 AND to_timestamp > :minute
    )
    AND NOT EXISTS (
        SELECT 1
        FROM metrics_aggregates_minute
        WHERE timestamp = :minute
          AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
          AND COALESCE(environment, '') = COALESCE(:environment, '')
    ) AS free;
