-- What the server told of the newest failed request of a group that it told anything of, and that stands for itself.
-- :group_protocol, :group_method (method_key), :group_endpoint, :group_type. Column: error_message.
SELECT error_message
FROM failed
WHERE error_message IS NOT NULL
  AND occurrences = 1
  AND protocol = :group_protocol
  AND method_key IS :group_method
  -- Not by the index of endpoints: the newest ones are read, until one is found.
  AND +endpoint IS :group_endpoint
  AND +error_type IS :group_type
ORDER BY timestamp DESC, id DESC
LIMIT 1;
