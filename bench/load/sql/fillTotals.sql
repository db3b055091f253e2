-- Everything that each key ever did, as traffic at time 0, from its statistics.
INSERT INTO load_traffic (
    timestamp, key, protocol, method, endpoint, status_code, requests, errors, latency, bucket
)
SELECT
    0, k.key, k.protocol, k.method, k.endpoint, k.status_code, e.total_requests, e.total_errors, k.latency, k.bucket
FROM load_keys AS k
JOIN endpoint_stats AS e ON e.endpoint = k.endpoint AND e.protocol = k.protocol AND e.method = k.method;
