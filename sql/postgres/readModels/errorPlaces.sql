-- The newest failed request, and the one with the id :after where there is one. Columns: newest (its id; 0 without any),
-- newest_at and after_at (unix seconds; NULL without one).
WITH own AS (
    SELECT newest.id + CASE WHEN newest.id < 0 THEN t.apart ELSE 0 END AS id, newest.timestamp, after.timestamp AS after_at
    FROM targets t
    LEFT JOIN LATERAL (
        SELECT e.id, e.timestamp
        FROM mockforge_analytics.error_events e
        WHERE e.workspace_id = current_setting('mockforge_analytics.workspace') AND e.target_id = t.target_id
        ORDER BY e.id DESC
        LIMIT 1
    ) newest ON TRUE
    LEFT JOIN LATERAL (
        SELECT e.timestamp
        FROM mockforge_analytics.error_events e
        WHERE e.workspace_id = current_setting('mockforge_analytics.workspace') AND e.target_id = t.target_id
          AND e.id = :after - CASE WHEN :after < 0 THEN t.apart ELSE 0 END
    ) after ON TRUE
)
SELECT
    COALESCE(MAX(id), 0) AS newest,
    (SELECT timestamp FROM own ORDER BY id DESC NULLS LAST LIMIT 1) AS newest_at,
    MAX(after_at) AS after_at
FROM own;
