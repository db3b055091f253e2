-- Requests of each step that has any, from :from (unix seconds) on, :step seconds long.
-- Columns: step, counted from 0; requests; errors; bytes_sent; class_0 (1xx and unknown) to class_5. Only HTTP has
-- classes of its own: of the other protocols a failure counts as 5xx and the rest as 2xx.
SELECT
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    SUM(request_count) AS requests,
    SUM(error_count) AS errors,
    SUM(bytes_sent) AS bytes_sent,
    SUM(CASE WHEN protocol = 'http' AND COALESCE(status_code, 0) NOT BETWEEN 200 AND 599
        THEN request_count ELSE 0 END) AS class_0,
    SUM(CASE WHEN protocol <> 'http' THEN request_count - error_count
        WHEN status_code BETWEEN 200 AND 299 THEN request_count ELSE 0 END) AS class_2,
    SUM(CASE WHEN protocol = 'http' AND status_code BETWEEN 300 AND 399 THEN request_count ELSE 0 END) AS class_3,
    SUM(CASE WHEN protocol = 'http' AND status_code BETWEEN 400 AND 499 THEN request_count ELSE 0 END) AS class_4,
    SUM(CASE WHEN protocol <> 'http' THEN error_count
        WHEN status_code BETWEEN 500 AND 599 THEN request_count ELSE 0 END) AS class_5
FROM traffic
WHERE counted
GROUP BY step
ORDER BY step;
