-- How many clients of an hour have a row of their own.
-- :hour unix seconds; :otherClients the address of the row that sums the rest. Column: clients.
SELECT COUNT(*) AS clients
FROM client_analytics
WHERE timestamp = :hour AND client_ip <> :otherClients;
