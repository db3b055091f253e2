-- Failed requests, counted by hour when they are written: what is told of a week of them need not read each.

CREATE TABLE failure_hours (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,      -- Unix seconds, start of the hour
    protocol TEXT NOT NULL,
    method TEXT,
    endpoint TEXT,
    error_type TEXT,
    status_code INTEGER,
    fault TEXT,                      -- Type of an injected fault
    statuses TEXT,                   -- All that an injected fault's requests ended with, spaces between them
    workspace_id TEXT,
    environment TEXT,
    failures INTEGER NOT NULL,       -- Failed requests; a row of error_events may stand for several
    first INTEGER NOT NULL,          -- Unix seconds
    last INTEGER NOT NULL,
    newest_id INTEGER NOT NULL       -- The greatest id of error_events among them
);
CREATE UNIQUE INDEX idx_failure_hours_key ON failure_hours(
    timestamp, protocol, COALESCE(endpoint, ''), COALESCE(method, ''), COALESCE(error_type, ''),
    COALESCE(status_code, 0), COALESCE(fault, ''), COALESCE(statuses, ''), COALESCE(workspace_id, ''),
    COALESCE(environment, '')
);

-- Those that are there already are not counted, which could take minutes: before this hour they are read one by one.
INSERT INTO collector_state (key, value)
SELECT 'failures_from', CAST((MAX(timestamp) / 3600 + 1) * 3600 AS TEXT)
FROM error_events
HAVING COUNT(*) > 0;

-- For the paths of what was not found, which few of all failed requests were.
CREATE INDEX idx_error_events_not_found ON error_events(endpoint, timestamp) WHERE status_code = 404;
