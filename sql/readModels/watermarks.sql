-- From where on, and up to where, the tables hold what was collected, and when the last failed request was.
-- Columns: key (as below); value, unix seconds.
SELECT key, CAST(value AS BIGINT) AS value
FROM collector_state
WHERE key IN (
    'rolled_until', 'final_before', 'minutes_from', 'hours_from', 'days_from', 'clients_from', 'failures_from',
    'senders_from'
)
UNION ALL
SELECT 'last_failure', COALESCE(MAX(timestamp), 0)
FROM error_events;
