-- Requests over the last 24 hours in steps of five minutes; a step without rows is missing.
-- :now unix seconds. The lower bound is a step's start, so that the first step is whole.
-- Columns: bucket (unix seconds, its start), total_requests, total_errors.
SELECT
    (timestamp / 300) * 300 AS bucket,
    SUM(request_count) AS total_requests,
    SUM(error_count) AS total_errors
FROM metrics_aggregates_minute
WHERE timestamp >= ((CAST(:now AS BIGINT) - 86400) / 300) * 300
  AND protocol IN ('http', 'graphql', 'grpc')
GROUP BY bucket
ORDER BY bucket;
