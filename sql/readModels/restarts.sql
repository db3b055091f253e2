-- The restarts of the server that were seen before :to, unix seconds.
-- Columns: count (those since :from), last (of them all, unix seconds; NULL without any).
SELECT COUNT(*) FILTER (WHERE from_timestamp >= :from) AS count, MAX(from_timestamp) AS last
FROM collection_events
WHERE kind = 'server_restart' AND from_timestamp < :to;
