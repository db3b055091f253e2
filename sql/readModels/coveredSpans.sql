-- Every span in which it is known what happened, and how.
-- Columns: from_timestamp, to_timestamp (unix seconds); how (empty where it was not said).
SELECT from_timestamp, to_timestamp, COALESCE(json_extract(detail, '$.how'), '') AS how
FROM collection_events
WHERE kind = 'coverage'
ORDER BY from_timestamp;
