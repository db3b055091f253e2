-- Goes before every statement that reads `traffic`, after the one that defines `stored`: the rows that the dashboard's
-- filters choose.
-- :excluded JSON array of GLOB patterns of endpoints that do not count as the user's traffic.
-- :protocol, :workspace, :environment choose one of each; NULL: all. :target with :target_protocol and
-- :target_method (NULL: it has none) chooses one endpoint; NULL: all, also what is not attributed.
, excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
),
traffic AS (
    SELECT *
    FROM stored
    WHERE (:protocol IS NULL OR protocol = :protocol)
      AND (:workspace IS NULL OR workspace_id = :workspace)
      AND (:environment IS NULL OR environment = :environment)
      AND (:target IS NULL OR (
          endpoint = :target
          AND protocol = :target_protocol
          AND method IS NOT DISTINCT FROM :target_method
      ))
      AND NOT EXISTS (SELECT 1 FROM excluded_pattern WHERE endpoint GLOB pattern)
)
