-- The rows of a minute that each stand for several failed requests, too many to be stored one by one; of several of a
-- kind the oldest comes last.
-- :minute unix seconds. Columns: id; protocol, method, endpoint, status_code, error_type, workspace_id, environment;
-- count, how many each stands for.
SELECT
    id, protocol, method, endpoint, status_code, error_type, workspace_id, environment,
    CAST(json_extract(metadata, '$.count') AS BIGINT) AS count
FROM error_events
WHERE timestamp >= :minute AND timestamp < :minute + 60
  AND instr(metadata, '"count"') > 0
  AND json_extract(metadata, '$.count') IS NOT NULL
  AND json_extract(metadata, '$.fault') IS NULL
ORDER BY id DESC;
