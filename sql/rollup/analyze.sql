-- Tells the query planner how the rows are distributed, so that it searches by time and not by protocol or workspace,
-- which have few values. The limit keeps it short in a large database.
PRAGMA analysis_limit = 400;
ANALYZE;
