-- Goes before every statement that reads `failed`, after the one that defines `failure`: those that the dashboard's
-- filters choose, by the lists of conditions.sql. :workspace, :environment and :target as in traffic.sql.
-- A row of faults with several statuses is found by each of them, and left out by none. What leaves fewest rows comes first.
, failed AS (
    SELECT *
    FROM failure
    WHERE (:clients_wanted IS NULL
          OR COALESCE(sender IN (SELECT value FROM json_each(:clients_wanted)), FALSE))
      AND (:groups_wanted IS NULL
          OR (COALESCE(endpoint, ''), COALESCE(error_type, ''), protocol, COALESCE(method_key, ''))
              IN (SELECT endpoint, error_type, protocol, method_key FROM group_wanted))
      AND (:endpoints_wanted IS NULL
          OR (protocol, COALESCE(method, ''), endpoint) IN (SELECT protocol, method, endpoint FROM endpoint_wanted)
          OR (method IS NULL
              AND (protocol, endpoint) IN (SELECT protocol, endpoint FROM endpoint_wanted)))
      AND (:target IS NULL OR (
          endpoint = :target
          AND protocol = :target_protocol
          AND (method IS NULL OR method IS NOT DISTINCT FROM :target_method)
      ))
      AND (:statuses_wanted IS NULL
          OR status_code IN (SELECT CAST(value AS BIGINT) FROM json_each(:statuses_wanted))
          OR EXISTS (
              SELECT 1 FROM json_each(:statuses_wanted) AS wanted
              WHERE instr(' ' || statuses || ' ', ' ' || wanted.value || ' ') > 0
          ))
      AND (:hours_wanted IS NULL OR timestamp / 3600 IN (SELECT CAST(value AS BIGINT) FROM json_each(:hours_wanted)))
      AND (:protocols_wanted IS NULL OR protocol IN (SELECT value FROM json_each(:protocols_wanted)))
      AND protocol NOT IN (SELECT value FROM json_each(:protocols_left))
      AND COALESCE(status_code, -1) NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(:statuses_left))
      AND (protocol, COALESCE(method, ''), COALESCE(endpoint, ''))
          NOT IN (SELECT protocol, method, endpoint FROM endpoint_left)
      AND COALESCE(sender NOT IN (SELECT value FROM json_each(:clients_left)), TRUE)
      AND (protocol, COALESCE(method_key, ''), COALESCE(endpoint, ''), COALESCE(error_type, ''))
          NOT IN (SELECT protocol, method_key, endpoint, error_type FROM group_left)
      AND (:workspace IS NULL OR workspace_id = :workspace)
      AND (:environment IS NULL OR environment = :environment)
      AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE glob(pattern, endpoint))
)
