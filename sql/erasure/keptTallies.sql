-- The sums behind clients that stay, which are copied before.
client_id IN (SELECT id FROM main.client_analytics)
