-- The first second from :at on (unix seconds) in which no session begins: its kind and start name an event.
-- Column: at.
WITH candidate AS (
    SELECT :at AS at
    UNION ALL
    SELECT from_timestamp + 1
    FROM collection_events
    WHERE kind = 'session_mark' AND from_timestamp >= :at
)
SELECT MIN(at) AS at
FROM candidate
WHERE NOT EXISTS (
    SELECT 1 FROM collection_events WHERE kind = 'session_mark' AND from_timestamp = candidate.at
);
