-- The spans in which collecting knew what happened that touch [:from, :to), unix seconds.
-- Columns: from_timestamp, to_timestamp.
SELECT from_timestamp, to_timestamp
FROM collection_events
WHERE kind = 'coverage' AND from_timestamp < :to AND to_timestamp > :from
ORDER BY from_timestamp;
