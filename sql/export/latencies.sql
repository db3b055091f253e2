-- The latency of each endpoint, and of all together where the endpoint is NULL, in the minutes, hours or days of
-- [:from, :to), oldest first. A percentile above the highest bound of the buckets is NULL, and that bound stands in the
-- column that ends in _over_ms.
-- :from, :to unix seconds; :resolution minute, hour or day; :internal JSON array of GLOB patterns of the server's own
-- endpoints.
WITH measured AS (
    SELECT
        timestamp, protocol, method, endpoint, workspace_id, environment,
        SUM(CASE WHEN source = 'metrics' THEN count END) AS whole_count,
        SUM(CASE WHEN source = 'metrics' THEN sum END) AS whole_sum,
        histogram_quantile(0.5, bounds, counts) FILTER (WHERE source = 'metrics') AS whole_p50,
        histogram_quantile(0.95, bounds, counts) FILTER (WHERE source = 'metrics') AS whole_p95,
        histogram_quantile(0.99, bounds, counts) FILTER (WHERE source = 'metrics') AS whole_p99,
        SUM(CASE WHEN source = 'log' THEN count END) AS handler_count,
        SUM(CASE WHEN source = 'log' THEN sum END) AS handler_sum,
        histogram_quantile(0.5, bounds, counts) FILTER (WHERE source = 'log') AS handler_p50,
        histogram_quantile(0.95, bounds, counts) FILTER (WHERE source = 'log') AS handler_p95,
        histogram_quantile(0.99, bounds, counts) FILTER (WHERE source = 'log') AS handler_p99,
        SUM(CASE WHEN source = 'injected' THEN count END) AS injected_count,
        SUM(CASE WHEN source = 'injected' THEN sum END) AS injected_sum
    FROM latency_histograms
    INNER JOIN bucket_bounds ON bucket_bounds.id = bounds_id
    WHERE resolution = :resolution AND timestamp >= :from AND timestamp < :to
    GROUP BY timestamp, protocol, method, endpoint, workspace_id, environment
)
SELECT
    timestamp AS unix_seconds, protocol, method, endpoint, workspace_id AS workspace, environment,
    EXISTS (SELECT 1 FROM json_each(:internal) AS own WHERE glob(own.value, endpoint)) AS internal,
    whole_count AS whole_request_count,
    whole_sum / NULLIF(whole_count, 0) AS whole_request_average_ms,
    CASE WHEN CAST(whole_p50 AS TEXT) NOT LIKE '%>%' THEN whole_p50 END AS whole_request_p50_ms_estimated,
    CASE WHEN CAST(whole_p95 AS TEXT) NOT LIKE '%>%' THEN whole_p95 END AS whole_request_p95_ms_estimated,
    CASE WHEN CAST(whole_p99 AS TEXT) NOT LIKE '%>%' THEN whole_p99 END AS whole_request_p99_ms_estimated,
    CASE WHEN CAST(whole_p99 AS TEXT) LIKE '%>%' THEN CAST(trim(CAST(whole_p99 AS TEXT), '"> ') AS DOUBLE PRECISION) END
        AS whole_request_over_ms,
    handler_count,
    handler_sum / NULLIF(handler_count, 0) AS handler_average_ms,
    CASE WHEN CAST(handler_p50 AS TEXT) NOT LIKE '%>%' THEN handler_p50 END AS handler_p50_ms_estimated,
    CASE WHEN CAST(handler_p95 AS TEXT) NOT LIKE '%>%' THEN handler_p95 END AS handler_p95_ms_estimated,
    CASE WHEN CAST(handler_p99 AS TEXT) NOT LIKE '%>%' THEN handler_p99 END AS handler_p99_ms_estimated,
    CASE WHEN CAST(handler_p99 AS TEXT) LIKE '%>%' THEN CAST(trim(CAST(handler_p99 AS TEXT), '"> ') AS DOUBLE PRECISION) END
        AS handler_over_ms,
    injected_count AS delayed_requests,
    injected_sum / NULLIF(injected_count, 0) AS injected_delay_average_ms
FROM measured
ORDER BY
    timestamp, protocol, method NULLS FIRST, endpoint NULLS FIRST, workspace_id NULLS FIRST, environment NULLS FIRST;
