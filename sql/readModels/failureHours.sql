-- Goes before failed.sql: as failureEvents.sql, for the whole hours [:failed_from, :failed_to), unix seconds, from their
-- stored counts.
, failure AS (
    SELECT
        *,
        failures AS occurrences,
        CASE WHEN fault IS NULL THEN method END AS method_key
    FROM failure_hours
    WHERE timestamp >= :failed_from AND timestamp < :failed_to
)
