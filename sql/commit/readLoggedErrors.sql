-- The failed requests that came from the log, by their log ids. :from, :to unix seconds, both included.
-- Columns: id; log_id.
SELECT id, json_extract(metadata, '$.logId') AS log_id
FROM error_events
WHERE timestamp >= :from AND timestamp <= :to
  AND instr(metadata, '"logId"') > 0
  AND json_extract(metadata, '$.logId') IS NOT NULL;
