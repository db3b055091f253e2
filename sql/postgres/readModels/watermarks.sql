-- From where on, and up to where, the tables hold what was collected, and when the last failed request was. The last of each
-- target is the first in an index.
-- Columns: key (as below); value, unix seconds.
SELECT key, CAST(value AS bigint) AS value
FROM collector_state
WHERE key IN (
    'rolled_until', 'final_before', 'minutes_from', 'hours_from', 'days_from', 'clients_from', 'failures_from',
    'senders_from'
)
UNION ALL
SELECT 'last_failure', COALESCE(MAX(own.last), 0)
FROM targets t
CROSS JOIN LATERAL (
    SELECT MAX(e.timestamp) AS last
    FROM mockforge_analytics.error_events e
    WHERE e.workspace_id = current_setting('mockforge_analytics.workspace') AND e.target_id = t.target_id
) own;
