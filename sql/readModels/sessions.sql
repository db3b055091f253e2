-- The :limit sessions that began last, newest first. A mark, which has no length, is none.
-- :running is the end of a session that has not ended (docs/store.md#sessions).
-- Columns: name, from_timestamp, to_timestamp (unix seconds; NULL while it is running).
SELECT
    json_extract(detail, '$.name') AS name,
    from_timestamp,
    NULLIF(to_timestamp, :running) AS to_timestamp
FROM collection_events
WHERE kind = 'session_mark' AND to_timestamp > from_timestamp
ORDER BY from_timestamp DESC, id DESC
LIMIT :limit;
