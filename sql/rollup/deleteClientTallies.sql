-- Drops the sums behind clients' hours that can no longer change. :before unix seconds.
DELETE FROM client_tallies
WHERE (SELECT c.timestamp FROM client_analytics c WHERE c.id = client_tallies.client_id) < :before;
