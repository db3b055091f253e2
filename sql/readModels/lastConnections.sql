-- Open connections in the minute :minute (unix seconds), over all protocols. Column: connections.
WITH by_protocol AS (
    SELECT protocol, MAX(active_connections) AS connections
    FROM metrics_aggregates_minute
    WHERE timestamp = :minute
    GROUP BY protocol
)
SELECT COALESCE(SUM(connections), 0) AS connections FROM by_protocol;
