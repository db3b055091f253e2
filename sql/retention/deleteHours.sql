-- Deletes the hours of [:from, :to), unix seconds.
DELETE FROM metrics_aggregates_hour WHERE timestamp >= :from AND timestamp < :to;
