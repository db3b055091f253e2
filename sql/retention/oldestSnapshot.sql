-- The oldest snapshot before :before; unix seconds. Column: oldest, NULL without any.
SELECT MIN(timestamp) AS oldest FROM analytics_snapshots WHERE timestamp < :before;
