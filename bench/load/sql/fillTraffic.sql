-- The requests of each key in every step of a span: of a key that fails exactly :errorsPerMinute, of another
-- some 264 a minute, which come out of a linear congruential generator of (step, key, seed).
-- :from, :to, :step seconds; :seed; :weight percent, how busy the span is; :errorsPerMinute.
WITH RECURSIVE step (at) AS (
    SELECT CAST(:from AS INTEGER)
    UNION ALL
    SELECT at + CAST(:step AS INTEGER) FROM step WHERE at + CAST(:step AS INTEGER) < CAST(:to AS INTEGER)
),
drawn AS (
    SELECT
        s.at, k.*,
        (s.at / 60 * 48271 + k.key * 16807 + CAST(:seed AS INTEGER) * 69621) % 2147483647 * 16807 % 2147483647 AS random
    FROM step AS s
    CROSS JOIN load_keys AS k
)
INSERT INTO load_traffic (
    timestamp, key, protocol, method, endpoint, status_code, requests, errors, latency, bucket
)
SELECT
    at, key, protocol, method, endpoint, status_code,
    CAST(:step AS INTEGER) / 60 * CASE
        WHEN status_code >= 400 THEN CAST(:errorsPerMinute AS INTEGER)
        ELSE (132 + random % 265) * CAST(:weight AS INTEGER) / 100
    END,
    CASE WHEN status_code >= 400 THEN CAST(:step AS INTEGER) / 60 * CAST(:errorsPerMinute AS INTEGER) ELSE 0 END,
    latency + random / 265 % 7,
    bucket
FROM drawn;
