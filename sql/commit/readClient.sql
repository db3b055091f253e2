-- What a client has done so far in an hour, by its key.
-- :hour unix seconds; :clientIp, :protocol text; :userAgent, :workspaceId, :environment text or NULL.
-- Columns: the row's id and those of client_analytics, and the sums behind them, or what the row still says where they were dropped.
SELECT
    c.id, c.request_count, c.error_count,
    {{sizes: c.<column>,}}
    COALESCE(t.handler_sum, c.avg_latency_ms * c.request_count, 0) AS handler_sum,
    COALESCE(t.handler_count, CASE WHEN c.avg_latency_ms IS NOT NULL THEN c.request_count END, 0) AS handler_count,
    COALESCE(t.endpoint_counts, '{}') AS endpoint_counts
FROM client_analytics c
LEFT JOIN client_tallies t ON t.client_id = c.id
WHERE c.timestamp = :hour
  AND c.client_ip = :clientIp
  AND COALESCE(c.user_agent, '') = COALESCE(:userAgent, '')
  AND c.protocol = :protocol
  AND COALESCE(c.workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(c.environment, '') = COALESCE(:environment, '');
