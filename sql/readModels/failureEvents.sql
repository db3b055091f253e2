-- Goes before failed.sql: the failed requests of [:failed_from, :failed_to), unix seconds, one by one. Injected faults are
-- stored as one row per endpoint, type and minute, and so are errors too many to be stored one by one: `occurrences` says
-- how many a row stands for. A row of faults whose method is not known belongs to its endpoint whatever the method, and
-- has no `method_key`. `sender` is the user agent, the empty text where none was sent, NULL where the sender is not known.
-- Searching the metadata for a name costs a fraction of parsing it, and few rows have these.
, failure AS (
    SELECT
        *,
        CASE WHEN instr(metadata, '"fault"') > 0 THEN json_extract(metadata, '$.fault') END AS fault,
        CASE WHEN instr(metadata, '"statuses"') > 0 THEN json_extract(metadata, '$.statuses') END AS statuses,
        CASE WHEN instr(metadata, '"count"') > 0 THEN COALESCE(CAST(json_extract(metadata, '$.count') AS BIGINT), 1) ELSE 1 END
            AS occurrences,
        CASE
            WHEN instr(metadata, '"fault"') > 0 AND json_extract(metadata, '$.fault') IS NOT NULL THEN NULL
            ELSE method
        END AS method_key,
        CASE WHEN client_ip IS NOT NULL OR user_agent IS NOT NULL THEN COALESCE(user_agent, '') END AS sender,
        timestamp AS first,
        timestamp AS last,
        id AS newest_id
    FROM error_events
    WHERE timestamp >= :failed_from AND timestamp < :failed_to
)
