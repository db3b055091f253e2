-- The most open connections at any one time of the span, over all protocols; NULL where none were counted.
-- They are a protocol's, so that leaving endpoints out leaves none of them out. Column: connections.
, by_protocol AS (
    SELECT timestamp, protocol, MAX(connections) AS connections
    FROM stored
    WHERE :protocol IS NULL OR protocol = :protocol
    GROUP BY timestamp, protocol
),
by_time AS (
    SELECT SUM(connections) AS connections FROM by_protocol GROUP BY timestamp
)
SELECT MAX(connections) AS connections FROM by_time;
