-- The start of the oldest date of the traffic patterns before :before; unix seconds. Column: oldest, NULL without any.
SELECT CAST(strftime('%s', MIN(date)) AS BIGINT) AS oldest
FROM traffic_patterns
WHERE date < date(:before, 'unixepoch');
