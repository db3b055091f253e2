-- Deletes the minutes of [:from, :to), unix seconds.
DELETE FROM metrics_aggregates_minute WHERE timestamp >= :from AND timestamp < :to;
