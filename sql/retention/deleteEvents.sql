-- Deletes the events of collecting that ended in [:from, :to), unix seconds.
DELETE FROM collection_events WHERE to_timestamp >= :from AND to_timestamp < :to;
