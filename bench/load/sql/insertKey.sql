-- One key of the load; :latency milliseconds, :bucket the index of its fastest handler times.
INSERT INTO load_keys (key, protocol, method, endpoint, status_code, latency, bucket)
VALUES (:key, :protocol, :method, :endpoint, :statusCode, :latency, :bucket);
