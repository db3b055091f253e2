-- Tells the query planner how the rows lie, so that it reads by time and not by protocol or workspace, of which
-- there are few. The limit keeps it short in a large database.
PRAGMA analysis_limit = 400;
ANALYZE;
