-- Failed requests of [:from, :to) (unix seconds) by endpoint, method and type: the :limit groups that failed
-- last, most recent first, each with its :newest newest events, newest first.
-- Injected faults are one group an endpoint, whatever the method.
-- Columns, the same on each of a group's rows: group_method (NULL where they differ or one is not known),
-- group_count, group_first, group_last, group_statuses (codes with commas or spaces between them, some perhaps
-- twice; NULL where none is known), group_faults (types with commas between them; NULL for other errors). Then
-- those of an event.
, failed_group AS (
    SELECT
        protocol, method_key, endpoint, error_type,
        CASE WHEN COUNT(method) = COUNT(*) AND MIN(method) = MAX(method) THEN MAX(method) END AS group_method,
        SUM(occurrences) AS group_count,
        MIN(timestamp) AS group_first,
        MAX(timestamp) AS group_last,
        GROUP_CONCAT(DISTINCT COALESCE(json_extract(metadata, '$.statuses'), status_code)) AS group_statuses,
        GROUP_CONCAT(DISTINCT fault) AS group_faults,
        MAX(id) AS group_id
    FROM failed
    GROUP BY protocol, method_key, endpoint, error_type
    ORDER BY group_last DESC, group_id DESC
    LIMIT :limit
),
ranked AS (
    SELECT
        f.*, g.group_method, g.group_count, g.group_first, g.group_last, g.group_statuses, g.group_faults, g.group_id,
        ROW_NUMBER() OVER (PARTITION BY g.group_id ORDER BY f.timestamp DESC, f.id DESC) AS position
    FROM failed_group g
    JOIN failed f
        ON f.protocol = g.protocol
        AND f.method_key IS NOT DISTINCT FROM g.method_key
        AND f.endpoint IS NOT DISTINCT FROM g.endpoint
        AND f.error_type IS NOT DISTINCT FROM g.error_type
)
SELECT
    group_id, group_method, group_count, group_first, group_last, group_statuses, group_faults,
    id, timestamp, protocol, method, endpoint, status_code, error_type, error_message,
    client_ip, user_agent, request_id, trace_id, metadata
FROM ranked
WHERE position <= :newest
ORDER BY group_last DESC, group_id DESC, position;
