-- Rows of a table with the time that they begin at, which stay.
-- :before unix seconds.
timestamp >= :before
