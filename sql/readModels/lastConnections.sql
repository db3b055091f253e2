-- Open connections in the minute :minute (unix seconds), over all protocols, or those of
-- :protocols_wanted and not of :protocols_left (conditions.sql). Column: connections.
WITH by_protocol AS (
    SELECT protocol, MAX(active_connections) AS connections
    FROM metrics_aggregates_minute
    WHERE timestamp = :minute
      AND (:protocols_wanted IS NULL OR protocol IN (SELECT value FROM json_each(:protocols_wanted)))
      AND protocol NOT IN (SELECT value FROM json_each(:protocols_left))
    GROUP BY protocol
)
SELECT COALESCE(SUM(connections), 0) AS connections FROM by_protocol;
