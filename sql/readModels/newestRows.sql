-- The greatest ids that the tables of traffic have; 0 without rows. Columns: minute, hour, day.
SELECT
    (SELECT COALESCE(MAX(id), 0) FROM metrics_aggregates_minute) AS minute,
    (SELECT COALESCE(MAX(id), 0) FROM metrics_aggregates_hour) AS hour,
    (SELECT COALESCE(MAX(id), 0) FROM metrics_aggregates_day) AS day;
