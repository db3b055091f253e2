-- Deletes the snapshots of periods that begin in [:from, :to), unix seconds.
DELETE FROM analytics_snapshots WHERE timestamp >= :from AND timestamp < :to;
