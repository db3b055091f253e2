-- Goes before every statement that reads `failed`: the failed requests of [:from, :to), unix seconds.
-- :excluded, :protocol, :workspace, :environment and :target as in traffic.sql. Injected faults are stored as one row
-- per endpoint, type and minute, and so are errors too many to be stored one by one: `occurrences` says how many a row
-- stands for. A row of faults whose method is not known belongs to its endpoint whatever the method, and has no
-- `method_key`. Searching the metadata for a name costs a fraction of parsing it, and few rows have these.
WITH excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
),
failed AS (
    SELECT
        *,
        CASE WHEN instr(metadata, '"fault"') > 0 THEN json_extract(metadata, '$.fault') END AS fault,
        CASE WHEN instr(metadata, '"statuses"') > 0 THEN json_extract(metadata, '$.statuses') END AS statuses,
        CASE WHEN instr(metadata, '"count"') > 0 THEN COALESCE(json_extract(metadata, '$.count'), 1) ELSE 1 END
            AS occurrences,
        CASE
            WHEN instr(metadata, '"fault"') > 0 AND json_extract(metadata, '$.fault') IS NOT NULL THEN NULL
            ELSE method
        END AS method_key
    FROM error_events
    WHERE timestamp >= :from AND timestamp < :to
      AND (:protocol IS NULL OR protocol = :protocol)
      AND (:workspace IS NULL OR workspace_id = :workspace)
      AND (:environment IS NULL OR environment = :environment)
      AND (:target IS NULL OR (
          endpoint = :target
          AND protocol = :target_protocol
          AND (method IS NULL OR method IS NOT DISTINCT FROM :target_method)
      ))
      AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE endpoint GLOB pattern)
)
