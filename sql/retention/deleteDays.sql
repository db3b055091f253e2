-- Deletes the days of [:from, :to), unix seconds.
DELETE FROM metrics_aggregates_day WHERE timestamp >= :from AND timestamp < :to;
