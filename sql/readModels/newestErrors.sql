-- The :limit newest failed requests, newest first. Injected faults are left out: only their minute is known.
SELECT
    id, timestamp, protocol, method, endpoint, status_code, error_type, error_message,
    client_ip, user_agent, request_id, trace_id, metadata
FROM failed
WHERE fault IS NULL
ORDER BY timestamp DESC, id DESC
LIMIT :limit;
