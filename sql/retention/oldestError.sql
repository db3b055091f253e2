-- The oldest failed request before :before; unix seconds. Column: oldest, NULL without any.
SELECT MIN(timestamp) AS oldest FROM error_events WHERE timestamp < :before;
