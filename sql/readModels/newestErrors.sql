-- The :limit newest failed requests of [:from, :to), unix seconds, newest first.
-- :excluded as in traffic.sql.
SELECT
    id, timestamp, protocol, method, endpoint, status_code, error_type, error_message,
    client_ip, user_agent, request_id, metadata
FROM error_events
WHERE timestamp >= :from AND timestamp < :to
  AND NOT EXISTS (SELECT 1 FROM json_each(:excluded) AS excluded WHERE endpoint GLOB excluded.value)
ORDER BY timestamp DESC, id DESC
LIMIT :limit;
