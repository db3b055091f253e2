-- Rows that do not begin on their minute, hour or day. Column: finding.
SELECT 'Row ' || id || ' of metrics_aggregates_minute begins at ' || timestamp || ', which is no minute.' AS finding
FROM metrics_aggregates_minute
WHERE timestamp % 60 <> 0
UNION ALL
SELECT 'Row ' || id || ' of metrics_aggregates_hour begins at ' || timestamp || ', which is no hour.'
FROM metrics_aggregates_hour
WHERE timestamp % 3600 <> 0
UNION ALL
SELECT 'Row ' || id || ' of metrics_aggregates_day begins at ' || timestamp || ', but bears the date ' || date || '.'
FROM metrics_aggregates_day
WHERE timestamp % 86400 <> 0 OR date <> date(timestamp, 'unixepoch')
LIMIT 20;
