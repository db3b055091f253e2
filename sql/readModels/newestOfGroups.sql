-- The :newest newest events of each of some groups of failed requests, group by group, newest first.
-- :groups JSON array of [position, protocol, method_key, endpoint, error_type].
-- Columns: position of the group; then those of an event.
, wanted AS MATERIALIZED (
    SELECT
        CAST(json_extract(value, '$[0]') AS BIGINT) AS position,
        CAST(json_extract(value, '$[1]') AS TEXT) AS protocol,
        CAST(json_extract(value, '$[2]') AS TEXT) AS method_key,
        CAST(json_extract(value, '$[3]') AS TEXT) AS endpoint,
        CAST(json_extract(value, '$[4]') AS TEXT) AS error_type
    FROM json_each(:groups)
),
ranked AS (
    SELECT
        w.position,
        f.id,
        ROW_NUMBER() OVER (PARTITION BY w.position ORDER BY f.timestamp DESC, f.id DESC) AS age
    FROM failed f
    CROSS JOIN wanted w
    WHERE w.endpoint IS NOT DISTINCT FROM f.endpoint
      AND w.error_type IS NOT DISTINCT FROM f.error_type
      AND w.method_key IS NOT DISTINCT FROM f.method_key
      AND w.protocol = f.protocol
)
SELECT
    r.position,
    e.id, e.timestamp, e.protocol, e.method, e.endpoint, e.status_code, e.error_type, e.error_message,
    e.client_ip, e.user_agent, e.request_id, e.trace_id, e.metadata
FROM ranked r
JOIN error_events e ON e.id = r.id AND e.timestamp >= :failed_from AND e.timestamp < :failed_to
WHERE r.age <= :newest
ORDER BY r.position, r.age;
