-- Requests by weekday and hour (UTC) over thirty dates, today being the last.
-- :now unix seconds. Thirty dates hold some weekdays more often than others, so the totals do not compare:
-- requests_per_day divides by the dates of that weekday on which anything was collected.
-- Columns: day_of_week (0 Sunday to 6 Saturday), hour (0 to 23), total_requests, days_counted, requests_per_day.
WITH pattern AS (
    SELECT *
    FROM traffic_patterns
    WHERE date > date(:now, 'unixepoch', '-30 days')
      AND date <= date(:now, 'unixepoch')
      AND protocol IN ('http', 'graphql', 'grpc')
),
weekday AS (
    SELECT day_of_week, COUNT(DISTINCT date) AS days_counted
    FROM pattern
    GROUP BY day_of_week
)
SELECT
    p.day_of_week,
    p.hour,
    SUM(p.request_count) AS total_requests,
    w.days_counted,
    CAST(SUM(p.request_count) AS DOUBLE PRECISION) / w.days_counted AS requests_per_day
FROM pattern p
JOIN weekday w ON w.day_of_week = p.day_of_week
GROUP BY p.day_of_week, p.hour, w.days_counted
ORDER BY p.day_of_week, p.hour;
