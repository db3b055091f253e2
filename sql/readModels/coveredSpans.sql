-- Every span that is covered, and how; and every one that was recorded while our clock was ahead.
-- Columns: kind, from_timestamp, to_timestamp (unix seconds); how (empty where it was not kept); of a backfill its
-- source, since and until (the samples between which it counted, unix seconds), NULL where they were not kept.
SELECT
    kind, from_timestamp, to_timestamp,
    COALESCE(json_extract(detail, '$.how'), '') AS how,
    json_extract(detail, '$.source') AS source,
    CAST(json_extract(detail, '$.since') AS BIGINT) AS since,
    CAST(json_extract(detail, '$.until') AS BIGINT) AS until
FROM collection_events
WHERE kind IN ('coverage', 'clock_step')
ORDER BY from_timestamp, id;
