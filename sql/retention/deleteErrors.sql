-- Deletes the failed requests of [:from, :to), unix seconds.
DELETE FROM error_events WHERE timestamp >= :from AND timestamp < :to;
