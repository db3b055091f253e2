-- What tells whether the rows of hours are still those that were read: an hour that is rolled again gets others.
-- :from and :to unix seconds. Columns: timestamp, newest, rows.
SELECT timestamp, MAX(id) AS newest, COUNT(*) AS rows
FROM metrics_aggregates_hour
WHERE timestamp >= :from AND timestamp < :to
GROUP BY timestamp
ORDER BY timestamp;
