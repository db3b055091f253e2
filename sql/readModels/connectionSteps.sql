-- The most open connections at any one time of each step, over all protocols or those wanted, from :from (unix
-- seconds) on, :step seconds long. They belong to a protocol, so leaving endpoints out leaves none of them out.
-- Columns: step, counted from 0; connections.
, by_protocol AS (
    SELECT timestamp, protocol, MAX(connections) AS connections
    FROM stored
    WHERE (:protocols_wanted IS NULL OR protocol IN (SELECT value FROM json_each(:protocols_wanted)))
      AND protocol NOT IN (SELECT value FROM json_each(:protocols_left))
    GROUP BY timestamp, protocol
),
by_time AS (
    SELECT timestamp, SUM(connections) AS connections FROM by_protocol GROUP BY timestamp
)
SELECT
    (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    MAX(connections) AS connections
FROM by_time
GROUP BY step;
