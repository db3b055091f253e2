-- Who sent failed requests, in their counts by hour: what is told of a client need not read each.

ALTER TABLE failure_hours ADD COLUMN sender TEXT; -- User agent, empty where none was sent; NULL: not known
DROP INDEX idx_failure_hours_key;
CREATE UNIQUE INDEX idx_failure_hours_key ON failure_hours(
    timestamp, protocol, COALESCE(endpoint, ''), COALESCE(method, ''), COALESCE(error_type, ''),
    COALESCE(status_code, 0), COALESCE(fault, ''), COALESCE(statuses, ''), COALESCE(workspace_id, ''),
    COALESCE(environment, ''), sender IS NULL, COALESCE(sender, '')
);

-- What was counted already says of none who sent it: before this hour that is read one by one.
INSERT INTO collector_state (key, value)
SELECT 'senders_from', CAST((MAX(timestamp) / 3600 + 1) * 3600 AS TEXT)
FROM error_events
HAVING COUNT(*) > 0;
