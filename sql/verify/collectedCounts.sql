-- Requests by (protocol, method, status) of the minutes from :from on, and the last batch that wrote them: a collector
-- state with the same batch id is of the same moment.
-- :from unix seconds. Columns: batch_id, protocol, method, status_code, requests; the last four NULL for no request.
SELECT
    (SELECT CAST(value AS BIGINT) FROM collector_state WHERE key = 'batch_id') AS batch_id,
    traffic.*
FROM (SELECT 1) AS always
LEFT JOIN (
    SELECT protocol, method, status_code, SUM(request_count) AS requests
    FROM metrics_aggregates_minute
    WHERE timestamp >= :from
    GROUP BY protocol, method, status_code
) AS traffic ON TRUE;
