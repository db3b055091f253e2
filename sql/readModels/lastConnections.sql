-- Open connections in the minute :minute (unix seconds), over all protocols, or those of :protocol. Column: connections.
WITH by_protocol AS (
    SELECT protocol, MAX(active_connections) AS connections
    FROM metrics_aggregates_minute
    WHERE timestamp = :minute AND (:protocol IS NULL OR protocol = :protocol)
    GROUP BY protocol
)
SELECT COALESCE(SUM(connections), 0) AS connections FROM by_protocol;
