-- Since when there are rows of minutes, hours and days, unix seconds; NULL: there are none.
-- Columns: minutes, hours, days.
SELECT
    (SELECT MIN(timestamp) FROM metrics_aggregates_minute) AS minutes,
    (SELECT MIN(timestamp) FROM metrics_aggregates_hour) AS hours,
    (SELECT MIN(timestamp) FROM metrics_aggregates_day) AS days;
