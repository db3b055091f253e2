-- Requests of some endpoints in each step that has any, from :from (unix seconds) on, :step seconds long.
-- :endpoints JSON array of [protocol, method, endpoint]; :grain seconds that a stored row spans;
-- Columns: position in :endpoints; step, counted from 0; requests.
, wanted AS MATERIALIZED (
    SELECT
        CAST(key AS BIGINT) AS position,
        CAST(json_extract(value, '$[0]') AS TEXT) AS protocol,
        CAST(json_extract(value, '$[1]') AS TEXT) AS method,
        CAST(json_extract(value, '$[2]') AS TEXT) AS endpoint
    FROM json_each(:endpoints)
),
-- Each time is looked up on its own: between them lie many more rows, of all endpoints.
moment (at) AS MATERIALIZED (
    SELECT (CAST(:segment_from AS BIGINT) + :grain - 1) / CAST(:grain AS BIGINT) * CAST(:grain AS BIGINT)
    UNION ALL
    SELECT at + :grain FROM moment WHERE at + :grain < :segment_to
)
SELECT
    w.position,
    (s.timestamp - CAST(:from AS BIGINT)) / CAST(:step AS BIGINT) AS step,
    SUM(s.request_count) AS requests
FROM wanted w
CROSS JOIN moment
CROSS JOIN traffic s
WHERE s.timestamp = moment.at
  AND s.protocol = w.protocol
  AND COALESCE(s.method, '') = COALESCE(w.method, '')
  -- Minutes are indexed by the one, days by the other.
  AND s.endpoint = w.endpoint
  AND COALESCE(s.endpoint, '') = COALESCE(w.endpoint, '')
GROUP BY w.position, step;
