-- The :limit latest moments before :to (unix seconds) that are worth comparing since, latest first.
-- Columns: kind (server_restart or session_mark), at (unix seconds), name (NULL for a restart).
SELECT kind, from_timestamp AS at, json_extract(detail, '$.name') AS name
FROM collection_events
WHERE kind IN ('server_restart', 'session_mark') AND from_timestamp < :to
ORDER BY from_timestamp DESC, id DESC
LIMIT :limit;
