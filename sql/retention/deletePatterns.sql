-- Deletes the traffic patterns of the dates in [:from, :to), unix seconds at the start of a date.
DELETE FROM traffic_patterns WHERE date >= date(:from, 'unixepoch') AND date < date(:to, 'unixepoch');
