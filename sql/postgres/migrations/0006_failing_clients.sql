-- Who sent failed requests, in their counts by hour: what is told of a client need not read each.

ALTER TABLE failure_hours ADD COLUMN sender text COLLATE "C"; -- User agent, empty where none was sent; NULL: not known
DROP INDEX idx_failure_hours_key;
CREATE UNIQUE INDEX idx_failure_hours_key ON failure_hours(
    workspace_id, target_id, timestamp, protocol, COALESCE(key_text(endpoint), ''), COALESCE(key_text(method), ''),
    COALESCE(key_text(error_type), ''), COALESCE(status_code, 0), COALESCE(key_text(fault), ''), COALESCE(key_text(statuses), ''),
    COALESCE(key_text(reported_workspace), ''), COALESCE(key_text(environment), ''), (sender IS NULL), COALESCE(key_text(sender), '')
);
