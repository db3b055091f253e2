-- What went on at :before (unix seconds) begins there: what came before it is known no more. Of several of a kind the one
-- counts that began last, and what begins there already gives way to it.
WITH moved AS (
    DELETE FROM collection_events
    WHERE kind IN ('coverage', 'gap') AND from_timestamp < :before
    RETURNING kind, from_timestamp, to_timestamp, detail
)
INSERT INTO collection_events (kind, from_timestamp, to_timestamp, detail)
SELECT DISTINCT ON (kind) kind, :before, to_timestamp, detail
FROM moved
ORDER BY kind, from_timestamp DESC
ON CONFLICT (kind, from_timestamp) DO UPDATE SET
    to_timestamp = excluded.to_timestamp,
    detail = excluded.detail;
