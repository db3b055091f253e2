-- Deletes the clients of [:from, :to), unix seconds.
DELETE FROM client_analytics WHERE timestamp >= :from AND timestamp < :to;
