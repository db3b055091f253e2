-- The minutes of which rows were written after the one with the id :after. A minute that changes is written anew.
-- Columns: timestamp.
SELECT DISTINCT timestamp
FROM metrics_aggregates_minute
WHERE id > :after;
