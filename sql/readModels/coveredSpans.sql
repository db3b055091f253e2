-- Every span in which it is known what happened, and how; and every one that a clock which was ahead named.
-- Columns: kind, from_timestamp, to_timestamp (unix seconds); how (empty where it was not said); of a backfill source, since
-- and until (the samples between which it counted, unix seconds), NULL where they were not kept.
SELECT
    kind, from_timestamp, to_timestamp,
    COALESCE(json_extract(detail, '$.how'), '') AS how,
    json_extract(detail, '$.source') AS source,
    json_extract(detail, '$.since') AS since,
    json_extract(detail, '$.until') AS until
FROM collection_events
WHERE kind IN ('coverage', 'clock_step')
ORDER BY from_timestamp;
