-- Deletes what happened to collecting and ended in [:from, :to), unix seconds.
DELETE FROM collection_events WHERE to_timestamp >= :from AND to_timestamp < :to;
