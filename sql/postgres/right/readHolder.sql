-- Who has the right to collect into the connection's target, if anybody. Columns: application (as it calls itself), backend
-- (the process of the server that serves it), address (NULL on this machine or without the right to know it).
SELECT
    a.application_name AS application,
    a.pid AS backend,
    host(a.client_addr) AS address
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.granted
  AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  -- A lock of 64 bits stands there in two halves.
  AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = hashtextextended(
      concat_ws(
          chr(10), current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target')
      ),
      0
  );
