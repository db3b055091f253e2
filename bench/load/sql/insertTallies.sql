-- The sums behind the clients to whom more can still come: those since :from, unix seconds.
INSERT INTO client_tallies (client_id, handler_sum, handler_count, endpoint_counts)
SELECT
    id, avg_latency_ms * request_count, request_count,
    (SELECT json_group_object(value, request_count / 5) FROM json_each(top_endpoints))
FROM client_analytics
WHERE timestamp >= :from;
