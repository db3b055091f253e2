-- The message of the newest failed request of a group that has one, among rows that stand for one request.
-- :group_protocol, :group_method (method_key), :group_endpoint, :group_type. Column: error_message.
SELECT error_message
FROM failed
WHERE error_message IS NOT NULL
  AND occurrences = 1
  AND protocol = :group_protocol
  AND method_key IS NOT DISTINCT FROM :group_method
  -- Not by the index of endpoints: rows are read newest first, until one fits.
  AND (endpoint || '') IS NOT DISTINCT FROM :group_endpoint
  AND (error_type || '') IS NOT DISTINCT FROM :group_type
ORDER BY timestamp DESC, id DESC
LIMIT 1;
