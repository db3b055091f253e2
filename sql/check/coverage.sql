-- Spans that are covered in two ways at once, and events that end before they begin. Where our clock was set back,
-- the same time was rightly covered twice.
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
  AND NOT EXISTS (
      SELECT 1
      FROM collection_events AS step
      WHERE step.kind = 'clock_step'
        AND step.from_timestamp <= MIN(span.to_timestamp, to_before)
        AND step.to_timestamp >= span.from_timestamp
  )
UNION ALL
SELECT
    'An event ' || kind || ' ends at ' || datetime(to_timestamp, 'unixepoch') || ' UTC, before it begins at '
    || datetime(from_timestamp, 'unixepoch') || '.'
FROM collection_events
WHERE to_timestamp < from_timestamp
LIMIT 20;
