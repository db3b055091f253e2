-- Requests of http, graphql and grpc, or of the protocol that was chosen, in each step that has any, from :from (unix
-- seconds) on, :step seconds long. Summed by time first, in index order, which leaves little to sort by step.
-- Columns: step, counted from 0; requests; errors.
, by_time AS (
    SELECT timestamp, SUM(request_count) AS requests, SUM(error_count) AS errors
    FROM traffic
    WHERE CASE WHEN :protocols_wanted IS NULL THEN protocol IN ('http', 'graphql', 'grpc') ELSE TRUE END
    GROUP BY timestamp
)
SELECT
    (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    SUM(requests) AS requests,
    SUM(errors) AS errors
FROM by_time
GROUP BY step;
