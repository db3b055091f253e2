-- Minutes in which more handler times of an endpoint are stored than it had requests. Column: finding.
WITH counted AS (
    SELECT timestamp, protocol, method, endpoint, workspace_id, environment, SUM(request_count) AS requests
    FROM metrics_aggregates_minute
    WHERE endpoint IS NOT NULL
    GROUP BY timestamp, protocol, method, endpoint, workspace_id, environment
),
timed AS (
    SELECT timestamp, protocol, method, endpoint, workspace_id, environment, SUM(count) AS observations
    FROM latency_histograms
    WHERE resolution = 'minute' AND source = 'log' AND endpoint IS NOT NULL
    GROUP BY timestamp, protocol, method, endpoint, workspace_id, environment
)
SELECT
    'The minute ' || datetime(t.timestamp, 'unixepoch') || ' UTC of ' || t.protocol || ' ' || COALESCE(t.method, '-')
    || ' ' || t.endpoint || ' holds ' || t.observations || ' handler times of ' || COALESCE(c.requests, 0)
    || ' requests.' AS finding
FROM timed t
LEFT JOIN counted c
    ON c.timestamp = t.timestamp
    AND c.protocol = t.protocol
    AND c.method IS NOT DISTINCT FROM t.method
    AND c.endpoint = t.endpoint
    AND c.workspace_id IS NOT DISTINCT FROM t.workspace_id
    AND c.environment IS NOT DISTINCT FROM t.environment
WHERE t.observations > COALESCE(c.requests, 0)
ORDER BY t.timestamp
LIMIT 20;
