-- How many rows this connection has changed since it was opened. Column: changes.
SELECT total_changes() AS changes;
