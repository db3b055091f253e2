-- From where on, and up to where, the tables hold what was collected.
-- Columns: key (as below); value, unix seconds.
SELECT key, CAST(value AS INTEGER) AS value
FROM collector_state
WHERE key IN (
    'rolled_until', 'final_before', 'minutes_from', 'hours_from', 'days_from', 'clients_from', 'failures_from'
);
