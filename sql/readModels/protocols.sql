-- Traffic of each protocol that has any. Of protocols without requests, CONNECT rows are sessions, ERROR
-- rows failures, all others messages.
-- Columns: protocol, requests, errors, sessions, messages.
SELECT
    protocol,
    SUM(CASE WHEN protocol IN ('http', 'graphql', 'grpc') THEN request_count ELSE 0 END) AS requests,
    SUM(error_count) AS errors,
    SUM(CASE WHEN protocol NOT IN ('http', 'graphql', 'grpc') AND method = 'CONNECT' THEN request_count ELSE 0 END) AS sessions,
    SUM(CASE WHEN protocol NOT IN ('http', 'graphql', 'grpc')
        AND method NOT IN ('CONNECT', 'DISCONNECT', 'ERROR') THEN request_count ELSE 0 END) AS messages
FROM traffic
GROUP BY protocol
HAVING SUM(request_count) > 0
ORDER BY requests DESC, SUM(request_count) DESC, protocol;
