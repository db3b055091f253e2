-- Adds to an hour's count of failed requests of one kind those that joined a row after it was counted; of such a row
-- it is not known who sent its requests.
-- :hour unix seconds; :count how many; the rest as in error_events.
UPDATE failure_hours SET failures = failures + :count
WHERE timestamp = :hour
  AND protocol = :protocol
  AND COALESCE(endpoint, '') = COALESCE(:endpoint, '')
  AND COALESCE(method, '') = COALESCE(:method, '')
  AND COALESCE(error_type, '') = COALESCE(:errorType, '')
  AND COALESCE(status_code, 0) = COALESCE(:statusCode, 0)
  AND COALESCE(fault, '') = ''
  AND COALESCE(statuses, '') = ''
  AND COALESCE(workspace_id, '') = COALESCE(:workspaceId, '')
  AND COALESCE(environment, '') = COALESCE(:environment, '')
  AND sender IS NULL;
