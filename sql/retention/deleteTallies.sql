-- Deletes the sums behind the clients of [:from, :to), unix seconds. The clients themselves are deleted after them.
DELETE FROM client_tallies
WHERE client_id IN (SELECT id FROM client_analytics WHERE timestamp >= :from AND timestamp < :to);
