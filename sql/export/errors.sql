-- The failed requests of [:from, :to), oldest first. Injected faults are one row an endpoint, type and minute;
-- `requests` says how many a row stands for.
-- :from, :to unix seconds; :internal JSON array of GLOB patterns of the server's own endpoints.
SELECT
    timestamp AS unix_seconds,
    CAST(json_extract(metadata, '$.timestampMs') AS BIGINT) AS unix_milliseconds,
    protocol, method, endpoint,
    json_extract(metadata, '$.path') AS path,
    status_code, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE glob(own.value, endpoint)) AS internal,
    COALESCE(CAST(json_extract(metadata, '$.count') AS BIGINT), 1) AS requests,
    json_extract(metadata, '$.fault') AS injected_fault,
    error_type, error_category, error_message, request_id, trace_id, span_id, client_ip, user_agent
FROM error_events
WHERE timestamp >= :from AND timestamp < :to
ORDER BY timestamp, id;
