-- The minutes of rows that were written after the one with the id :after, once for each row: read by id alone. A minute that
-- changes is written anew.
-- Columns: timestamp.
SELECT timestamp
FROM metrics_aggregates_minute
WHERE id > :after;
