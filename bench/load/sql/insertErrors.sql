-- One row for each failed request of the traffic, minute by minute.
INSERT INTO error_events (
    timestamp, protocol, method, endpoint, status_code, error_type, error_message, error_category,
    client_ip, user_agent, metadata, created_at
)
SELECT
    t.timestamp + (n.number * 5 + t.key) % 60, t.protocol, t.method, t.endpoint, t.status_code,
    CASE
        WHEN t.status_code = 404 THEN 'not_found'
        WHEN t.status_code = 504 THEN 'timeout'
        WHEN t.status_code >= 500 THEN 'internal_error'
        ELSE 'client_error'
    END,
    t.method || ' ' || t.endpoint || ' was answered with ' || t.status_code,
    CASE WHEN t.status_code >= 500 THEN 'server_error' ELSE 'client_error' END,
    c.client_ip, c.family || '/' || c.version,
    json_object(
        'logId', printf('%08x-%04x-%04x', t.timestamp, t.key, n.number),
        'path', replace(t.endpoint, ':id', (t.timestamp / 60 + n.number) % 5000),
        'timestampMs', (t.timestamp + (n.number * 5 + t.key) % 60) * 1000 + n.number
    ),
    t.timestamp
FROM load_traffic AS t
JOIN load_numbers AS n ON n.number < t.errors
JOIN load_clients AS c ON c.client = (t.key * 31 + t.latency * 13 + n.number * 7) % 200
ORDER BY t.timestamp, t.key, n.number;
