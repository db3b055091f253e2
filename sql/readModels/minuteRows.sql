-- Goes before every statement that reads `stored` or `traffic`, after conditions.sql: the rows of [:segment_from,
-- :segment_to), unix seconds, from the minutes. One table and one span, so that rows can be
-- grouped by time in index order.
, stored AS (
    SELECT
        timestamp, protocol, method, endpoint, status_code, request_count, error_count,
        {{sizes: <column>,}}
        workspace_id, environment, active_connections AS connections
    FROM metrics_aggregates_minute
    WHERE timestamp >= :segment_from AND timestamp < :segment_to
)
