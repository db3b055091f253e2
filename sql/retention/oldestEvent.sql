-- The earliest end of an event of collecting, before :before; unix seconds. Column: oldest, NULL without any.
SELECT MIN(to_timestamp) AS oldest FROM collection_events WHERE to_timestamp < :before;
