-- The oldest hour of clients before :before; unix seconds. Column: oldest, NULL without any.
SELECT MIN(timestamp) AS oldest FROM client_analytics WHERE timestamp < :before;
