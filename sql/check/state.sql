-- Facts of collector_state that contradict each other. Column: finding.
WITH known AS (
    SELECT
        (SELECT value FROM collector_state WHERE key = 'batch_id') AS batch_id,
        (SELECT value FROM collector_state WHERE key = 'collector') AS state,
        (SELECT CAST(value AS BIGINT) FROM collector_state WHERE key = 'rolled_until') AS rolled_until,
        (SELECT CAST(value AS BIGINT) FROM collector_state WHERE key = 'minutes_from') AS minutes_from
)
SELECT 'There is a collector state without a batch, or a batch without a state.' AS finding
FROM known
WHERE (batch_id IS NULL) <> (state IS NULL)
UNION ALL
SELECT 'The last batch is ' || batch_id || ', but the collector state is that of batch '
    || json_extract(state, '$.batchId') || '.'
FROM known
WHERE CASE WHEN json_valid(state) THEN CAST(json_extract(state, '$.batchId') AS BIGINT) <> CAST(batch_id AS BIGINT) END
UNION ALL
SELECT 'Minutes were deleted up to ' || datetime(minutes_from, 'unixepoch') || ' UTC, but rolled up only to '
    || COALESCE(datetime(rolled_until, 'unixepoch') || ' UTC', 'nowhere') || '.'
FROM known
WHERE minutes_from > COALESCE(rolled_until, 0);
