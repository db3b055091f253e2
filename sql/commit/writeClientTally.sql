-- Writes the sums behind a client's hour.
-- :clientId into client_analytics; :handlerSum milliseconds; :endpointCounts a JSON object.
INSERT INTO client_tallies (client_id, handler_sum, handler_count, endpoint_counts)
VALUES (:clientId, :handlerSum, :handlerCount, :endpointCounts)
ON CONFLICT (client_id) DO UPDATE SET
    handler_sum = excluded.handler_sum,
    handler_count = excluded.handler_count,
    endpoint_counts = excluded.endpoint_counts;
