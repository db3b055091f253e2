-- Goes before every statement that reads `traffic`, after failed.sql, in place of the rows of all requests: where these
-- do not hold what is filtered by, the failed requests of [:failed_from, :failed_to), unix seconds, are counted.
, traffic AS (
    SELECT
        timestamp, protocol, method, endpoint, status_code, occurrences AS request_count, occurrences AS error_count,
        {{sizes: 0 AS <column>,}}
        workspace_id, environment, NULL AS connections
    FROM failed
)
