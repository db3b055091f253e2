-- Spans in which it is said to be known what happened, in two ways at once, or that end before they begin.
-- Column: finding.
WITH span AS (
    SELECT
        from_timestamp, to_timestamp, json_extract(detail, '$.how') AS how,
        LAG(to_timestamp) OVER (ORDER BY from_timestamp, to_timestamp) AS to_before,
        LAG(json_extract(detail, '$.how')) OVER (ORDER BY from_timestamp, to_timestamp) AS how_before
    FROM collection_events
    WHERE kind = 'coverage'
)
SELECT
    'From ' || datetime(from_timestamp, 'unixepoch') || ' to ' || datetime(MIN(to_timestamp, to_before), 'unixepoch')
    || ' UTC is covered twice: ' || COALESCE(how_before, 'unsaid') || ' and '
    || COALESCE(how, 'unsaid') || '.' AS finding
FROM span
WHERE from_timestamp < to_before AND to_timestamp > from_timestamp AND how IS DISTINCT FROM how_before
UNION ALL
SELECT
    'An event ' || kind || ' ends at ' || datetime(to_timestamp, 'unixepoch') || ' UTC, before it begins at '
    || datetime(from_timestamp, 'unixepoch') || '.'
FROM collection_events
WHERE to_timestamp < from_timestamp
LIMIT 20;
