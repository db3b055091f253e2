-- Counts the failed requests written after the one with the id :after, by hour. Searching the metadata for a name
-- costs a fraction of parsing it, and few rows have these.
INSERT INTO failure_hours AS held (
    timestamp, protocol, method, endpoint, error_type, status_code, fault, statuses, workspace_id, environment, sender,
    failures, first, last, newest_id
)
SELECT
    timestamp / 3600 * 3600 AS hour, protocol, method, endpoint, error_type, status_code,
    CASE WHEN instr(metadata, '"fault"') > 0 THEN json_extract(metadata, '$.fault') END AS fault,
    CASE WHEN instr(metadata, '"statuses"') > 0 THEN json_extract(metadata, '$.statuses') END AS statuses,
    workspace_id, environment,
    CASE WHEN client_ip IS NOT NULL OR user_agent IS NOT NULL THEN COALESCE(user_agent, '') END AS sender,
    SUM(
        CASE WHEN instr(metadata, '"count"') > 0 THEN COALESCE(CAST(json_extract(metadata, '$.count') AS BIGINT), 1) ELSE 1 END
    ),
    MIN(timestamp), MAX(timestamp), MAX(id)
FROM error_events
WHERE id > CAST(:after AS BIGINT)
GROUP BY
    hour, protocol, method, endpoint, error_type, status_code, fault, statuses, workspace_id, environment, sender
ON CONFLICT (
    timestamp, protocol, COALESCE(endpoint, ''), COALESCE(method, ''), COALESCE(error_type, ''),
    COALESCE(status_code, 0), COALESCE(fault, ''), COALESCE(statuses, ''), COALESCE(workspace_id, ''),
    COALESCE(environment, ''), (sender IS NULL), COALESCE(sender, '')
) DO UPDATE SET
    failures = held.failures + excluded.failures,
    first = MIN(held.first, excluded.first),
    last = MAX(held.last, excluded.last),
    newest_id = MAX(held.newest_id, excluded.newest_id);
