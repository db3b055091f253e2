-- What each protocol carried in each step, requests or messages, from :from (unix seconds) on, :step seconds long.
-- Columns: protocol; step, counted from 0; count.
SELECT
    protocol,
    (timestamp - CAST(:from AS INTEGER)) / CAST(:step AS INTEGER) AS step,
    SUM(request_count) AS count
FROM traffic
GROUP BY protocol, step;
