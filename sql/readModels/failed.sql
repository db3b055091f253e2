-- Stands before every statement that reads `failed`: the failed requests of [:from, :to), unix seconds.
-- :excluded, :protocol, :workspace, :environment and :target as in traffic.sql. Injected faults are stored one row an
-- endpoint, type and minute; `occurrences` says how many they were. Not every minute's row of them knows the
-- method: these belong to their endpoint whatever the method, and have no `method_key`.
WITH failed AS (
    SELECT
        *,
        json_extract(metadata, '$.fault') AS fault,
        COALESCE(json_extract(metadata, '$.count'), 1) AS occurrences,
        CASE WHEN json_extract(metadata, '$.fault') IS NULL THEN method END AS method_key
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
      AND NOT EXISTS (SELECT 1 FROM json_each(:excluded) AS excluded WHERE endpoint GLOB excluded.value)
)
