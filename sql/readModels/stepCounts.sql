-- The traffic of each protocol in each step that has any, from :from (unix seconds) on, :step seconds long. Summed by
-- time first, in index order, which leaves little to sort by step.
-- Columns: protocol; step, counted from 0; requests (or messages); errors; bytes_sent; class_2 to class_5, those with
-- a status of 200 to 299 and so on.
, by_time AS (
    SELECT
        timestamp, protocol,
        SUM(request_count) AS requests,
        SUM(error_count) AS errors,
        SUM(bytes_sent) AS bytes_sent,
        SUM(request_count) FILTER (WHERE status_code BETWEEN 200 AND 299) AS class_2,
        SUM(request_count) FILTER (WHERE status_code BETWEEN 300 AND 399) AS class_3,
        SUM(request_count) FILTER (WHERE status_code BETWEEN 400 AND 499) AS class_4,
        SUM(request_count) FILTER (WHERE status_code BETWEEN 500 AND 599) AS class_5
    FROM traffic
    GROUP BY timestamp, protocol
)
SELECT
    protocol,
    (timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    SUM(requests) AS requests,
    SUM(errors) AS errors,
    SUM(bytes_sent) AS bytes_sent,
    COALESCE(SUM(class_2), 0) AS class_2,
    COALESCE(SUM(class_3), 0) AS class_3,
    COALESCE(SUM(class_4), 0) AS class_4,
    COALESCE(SUM(class_5), 0) AS class_5
FROM by_time
GROUP BY step, protocol;
