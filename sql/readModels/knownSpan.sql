-- Whether collecting knew of anything in [:from, :to), unix seconds.
-- Columns: known, 0 or 1.
SELECT EXISTS (
    SELECT 1
    FROM collection_events
    WHERE kind = 'coverage' AND from_timestamp < :to AND to_timestamp > :from
) AS known;
