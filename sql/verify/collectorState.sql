-- The state that collecting resumes from, and from where on retention has kept minutes, unix seconds. Columns: state,
-- minutes_from, each NULL where there is none.
SELECT
    (SELECT value FROM collector_state WHERE key = 'collector') AS state,
    (SELECT CAST(value AS BIGINT) FROM collector_state WHERE key = 'minutes_from') AS minutes_from;
