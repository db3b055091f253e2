-- Clears one hour of the traffic patterns before it is rolled. :from its start, unix seconds.
DELETE FROM traffic_patterns
WHERE date = date(:from, 'unixepoch') AND hour = CAST(strftime('%H', :from, 'unixepoch') AS BIGINT);
