-- Deletes the counts of failed requests of the hours [:from, :to), unix seconds.
DELETE FROM failure_hours WHERE timestamp >= :from AND timestamp < :to;
