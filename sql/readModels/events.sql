-- What happened to collecting in [:from, :to), unix seconds, except coverage.
-- Columns: kind, from_timestamp, to_timestamp, detail (JSON).
SELECT kind, from_timestamp, to_timestamp, detail
FROM collection_events
WHERE kind <> 'coverage'
  AND from_timestamp < :to
  AND (to_timestamp > :from OR from_timestamp >= :from)
ORDER BY from_timestamp, id;
