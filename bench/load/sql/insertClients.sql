-- What each client did in an hour. :hour unix seconds; :seed.
WITH drawn AS (
    SELECT
        *,
        (CAST(:hour AS INTEGER) / 60 * 48271 + client * 16807 + CAST(:seed AS INTEGER) * 69621)
            % 2147483647 * 16807 % 2147483647 AS random
    FROM load_clients
)
INSERT INTO client_analytics (
    timestamp, client_ip, user_agent, user_agent_family, user_agent_version, protocol, request_count, error_count,
    avg_latency_ms, bytes_sent, bytes_received, top_endpoints, created_at
)
SELECT
    :hour, client_ip, family || '/' || version, family, version, 'http', 6000 + random % 24000, random % 360,
    10 + random % 90 / 4.0, random % 24000 * 1480, random % 24000 * 310, top_endpoints, :hour
FROM drawn;
