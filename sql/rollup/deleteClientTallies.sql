-- Drops the sums behind clients' hours to which nothing more can come. :before unix seconds.
DELETE FROM client_tallies
WHERE (SELECT c.timestamp FROM client_analytics c WHERE c.id = client_tallies.client_id) < :before;
