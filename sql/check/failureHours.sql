-- Hours of [:from, :to) whose count of failed requests is not that of the rows. Column: finding.
WITH counted AS (
    SELECT timestamp, SUM(failures) AS failures
    FROM failure_hours
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY timestamp
),
stored AS (
    SELECT
        timestamp / 3600 * 3600 AS timestamp,
        SUM(
            CASE WHEN instr(metadata, '"count"') > 0 THEN COALESCE(CAST(json_extract(metadata, '$.count') AS BIGINT), 1) ELSE 1 END
        ) AS failures
    FROM error_events
    WHERE timestamp >= :from AND timestamp < :to
    GROUP BY 1
)
SELECT 'In the hour from ' || datetime(timestamp, 'unixepoch') || ' UTC ' || COALESCE(counted.failures, 0)
    || ' failed requests are counted, ' || COALESCE(stored.failures, 0) || ' are stored.' AS finding
FROM counted
FULL JOIN stored USING (timestamp)
WHERE COALESCE(counted.failures, 0) <> COALESCE(stored.failures, 0)
LIMIT 20;
