-- Goes before every statement that reads `traffic`, after the one that defines `stored`: the rows that the dashboard's
-- filters choose, by the lists of conditions.sql.
-- :workspace, :environment choose one of each; NULL: all. :target with :target_protocol and
-- :target_method (NULL: it has none) chooses one endpoint; NULL: all, also what is not attributed.
, traffic AS (
    SELECT *
    FROM stored
    WHERE (:protocols_wanted IS NULL OR protocol IN (SELECT value FROM json_each(:protocols_wanted)))
      AND protocol NOT IN (SELECT value FROM json_each(:protocols_left))
      AND (:statuses_wanted IS NULL OR status_code IN (SELECT CAST(value AS BIGINT) FROM json_each(:statuses_wanted)))
      AND COALESCE(status_code, -1) NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(:statuses_left))
      AND (:endpoints_wanted IS NULL
          OR (protocol, COALESCE(method, ''), endpoint) IN (SELECT protocol, method, endpoint FROM endpoint_wanted))
      AND (protocol, COALESCE(method, ''), COALESCE(endpoint, ''))
          NOT IN (SELECT protocol, method, endpoint FROM endpoint_left)
      AND (:workspace IS NULL OR workspace_id = :workspace)
      AND (:environment IS NULL OR environment = :environment)
      AND (:target IS NULL OR (
          endpoint = :target
          AND protocol = :target_protocol
          AND method IS NOT DISTINCT FROM :target_method
      ))
      AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE glob(pattern, endpoint))
)
