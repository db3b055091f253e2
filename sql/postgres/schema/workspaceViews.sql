-- What a connection sees in place of each table that is of no target: the rows of all targets of its workspace, in columns
-- as the views of one target have them (views.sql), so that statements stay the same. Nothing is written through them.
-- docs/team.md#all-targets-together says what each of them makes of what cannot be added up.
CREATE SCHEMA IF NOT EXISTS mockforge_analytics_workspace;

-- The targets of the workspace: before when the hours of each are rolled up and those of one of them, and from when on all
-- of them have their minutes and their hours, unix seconds; and by how much ids of each are moved apart (id_apart).
CREATE OR REPLACE VIEW mockforge_analytics_workspace.targets WITH (security_invoker = true) AS
SELECT
    store_workspace, target_id, rolled_until,
    MAX(rolled_until) OVER () AS open_until,
    MAX(minutes_from) OVER () AS minutes_from,
    MAX(hours_from) OVER () AS hours_from,
    274877906944 * (ROW_NUMBER() OVER (ORDER BY target_id) - 1) AS apart
FROM (
    SELECT
        workspace_id AS store_workspace, target_id,
        COALESCE(MAX(CASE WHEN key = 'rolled_until' THEN CAST(value AS bigint) END), 0) AS rolled_until,
        COALESCE(MAX(CASE WHEN key = 'minutes_from' THEN CAST(value AS bigint) END), 0) AS minutes_from,
        COALESCE(MAX(CASE WHEN key = 'hours_from' THEN CAST(value AS bigint) END), 0) AS hours_from
    FROM mockforge_analytics.collector_state
    WHERE workspace_id = current_setting('mockforge_analytics.workspace')
    GROUP BY workspace_id, target_id
) marks;

-- How far the tables of all targets are to be relied upon: rolled up as far as one of them is, since what the others lack of
-- that is added from what is finer, and kept as far as all of them are.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.collector_state WITH (security_invoker = true) AS
SELECT workspace_id AS store_workspace, key, CAST(MAX(CAST(value AS bigint)) AS text) COLLATE "C" AS value
FROM mockforge_analytics.collector_state
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
  AND key IN (
      'rolled_until', 'minutes_from', 'hours_from', 'days_from', 'clients_from', 'failures_from', 'senders_from'
  )
GROUP BY workspace_id, key;

-- An id that others refer to. Rows that were pushed have ids below 0, which those of another target have as well: these
-- are moved apart, each target's by as much as is never reached, and stay older than all others.
CREATE OR REPLACE FUNCTION mockforge_analytics.id_apart(id bigint, target text, targets text[]) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN id >= 0 THEN id ELSE id + 274877906944 * (array_position(targets, target) - 1) END;

-- The rows of a table as they are.
DO $$
DECLARE
    owned record;
BEGIN
    FOR owned IN
        SELECT
            t.relname AS name,
            string_agg(
                CASE
                    WHEN c.attname = 'reported_workspace' THEN 'reported_workspace AS workspace_id'
                    WHEN (t.relname, c.attname) IN (
                        ('error_events', 'id'), ('failure_hours', 'newest_id'), ('bucket_bounds', 'id')
                    ) THEN format(
                        'mockforge_analytics.id_apart(
                             %1$I, target_id,
                             ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets ORDER BY target_id)
                         ) AS %1$I',
                        c.attname
                    )
                    ELSE CAST(c.attname AS text)
                END,
                ', ' ORDER BY c.attnum
            ) FILTER (WHERE c.attname NOT IN ('workspace_id', 'target_id')) AS columns
        FROM pg_class t
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
        WHERE t.relnamespace = CAST('mockforge_analytics' AS regnamespace)
          AND t.relname IN (
              'metrics_aggregates_minute', 'error_events', 'failure_hours', 'client_analytics', 'client_tallies',
              'bucket_bounds'
          )
        GROUP BY t.relname
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW mockforge_analytics_workspace.%I WITH (security_invoker = true) AS
             SELECT workspace_id AS store_workspace, target_id, %s
             FROM mockforge_analytics.%I
             WHERE workspace_id = current_setting(''mockforge_analytics.workspace'')
               AND target_id = ANY (ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets))',
            owned.name, owned.columns, owned.name
        );
    END LOOP;
END
$$;

-- What targets have not rolled up of the hours that another one has: added up from their minutes.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.open_hours WITH (security_invoker = true) AS
SELECT
    t.store_workspace, t.target_id, MIN(m.id) AS id, m.timestamp / 3600 * 3600 AS timestamp,
    m.protocol, m.method, m.endpoint, m.status_code, m.reported_workspace AS workspace_id, m.environment,
    CAST(NULL AS double precision) AS latency_p50, CAST(NULL AS double precision) AS latency_p95,
    CAST(NULL AS double precision) AS latency_p99, CAST(NULL AS double precision) AS active_connections_avg,
    MAX(m.active_connections) AS active_connections_max,
    {{sums: SUM(m.<column>) AS <column>,}}
    {{least: MIN(m.<column>) AS <column>,}}
    {{greatest: MAX(m.<column>) AS <column>,}}
    MAX(m.created_at) AS created_at
FROM mockforge_analytics_workspace.targets t
CROSS JOIN LATERAL (
    SELECT *
    FROM mockforge_analytics.metrics_aggregates_minute
    WHERE workspace_id = current_setting('mockforge_analytics.workspace')
      AND target_id = t.target_id
      AND timestamp >= t.rolled_until
      AND timestamp < t.open_until
    OFFSET 0  -- Each target's are looked up on their own: they are few of all.
) m
GROUP BY
    t.store_workspace, t.target_id, m.timestamp / 3600, m.protocol, m.method, m.endpoint, m.status_code,
    m.reported_workspace, m.environment;

CREATE OR REPLACE VIEW mockforge_analytics_workspace.metrics_aggregates_hour WITH (security_invoker = true) AS
SELECT
    workspace_id AS store_workspace, target_id, id, timestamp,
    protocol, method, endpoint, status_code, reported_workspace AS workspace_id, environment,
    latency_p50, latency_p95, latency_p99, active_connections_avg, active_connections_max, created_at,
    {{columns: <column>,}}
    TRUE AS is_rolled
FROM mockforge_analytics.metrics_aggregates_hour
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
  AND target_id = ANY (ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets))
  AND timestamp < COALESCE(
      CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
      0
  )
UNION ALL
SELECT
    store_workspace, target_id, id, timestamp,
    protocol, method, endpoint, status_code, workspace_id, environment,
    latency_p50, latency_p95, latency_p99, active_connections_avg, active_connections_max, created_at,
    {{columns: <column>,}}
    FALSE
FROM mockforge_analytics_workspace.open_hours;

-- The same of days: from their hours, and from minutes where there are no hours yet.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.open_days WITH (security_invoker = true) AS
SELECT
    t.store_workspace, t.target_id, MIN(f.id) AS id, f.timestamp / 86400 * 86400 AS timestamp,
    f.protocol, f.method, f.endpoint, f.status_code, f.workspace_id, f.environment,
    CAST(NULL AS double precision) AS latency_p50, CAST(NULL AS double precision) AS latency_p95,
    CAST(NULL AS double precision) AS latency_p99, CAST(NULL AS double precision) AS active_connections_avg,
    MAX(f.active_connections_max) AS active_connections_max,
    {{sums: SUM(f.<column>) AS <column>,}}
    {{least: MIN(f.<column>) AS <column>,}}
    {{greatest: MAX(f.<column>) AS <column>,}}
    MAX(f.created_at) AS created_at
FROM mockforge_analytics_workspace.targets t
CROSS JOIN LATERAL (
    SELECT
        h.id, h.timestamp, h.protocol, h.method, h.endpoint, h.status_code, h.reported_workspace AS workspace_id,
        h.environment, h.active_connections_max, {{columns: h.<column>,}} h.created_at
    FROM mockforge_analytics.metrics_aggregates_hour h
    WHERE h.workspace_id = current_setting('mockforge_analytics.workspace')
      AND h.target_id = t.target_id
      AND h.timestamp >= t.rolled_until / 86400 * 86400
      AND h.timestamp < t.rolled_until
    UNION ALL
    SELECT
        m.id, m.timestamp, m.protocol, m.method, m.endpoint, m.status_code, m.reported_workspace,
        m.environment, m.active_connections, {{columns: m.<column>,}} m.created_at
    FROM mockforge_analytics.metrics_aggregates_minute m
    WHERE m.workspace_id = current_setting('mockforge_analytics.workspace')
      AND m.target_id = t.target_id
      AND m.timestamp >= t.rolled_until
      AND m.timestamp < t.open_until / 86400 * 86400
    OFFSET 0
) f
WHERE f.timestamp < t.open_until / 86400 * 86400
GROUP BY
    t.store_workspace, t.target_id, f.timestamp / 86400, f.protocol, f.method, f.endpoint, f.status_code,
    f.workspace_id, f.environment;

CREATE OR REPLACE VIEW mockforge_analytics_workspace.metrics_aggregates_day WITH (security_invoker = true) AS
SELECT
    workspace_id AS store_workspace, target_id, id, date, timestamp,
    protocol, method, endpoint, status_code, reported_workspace AS workspace_id, environment,
    latency_p50, latency_p95, latency_p99, active_connections_avg, active_connections_max, unique_clients, peak_hour,
    created_at,
    {{columns: <column>,}}
    TRUE AS is_rolled
FROM mockforge_analytics.metrics_aggregates_day
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
  AND target_id = ANY (ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets))
  AND timestamp < COALESCE(
      CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
      0
  ) / 86400 * 86400
UNION ALL
SELECT
    store_workspace, target_id, id, date(timestamp, 'unixepoch'), timestamp,
    protocol, method, endpoint, status_code, workspace_id, environment,
    latency_p50, latency_p95, latency_p99, active_connections_avg, active_connections_max, NULL, NULL,
    created_at,
    {{columns: <column>,}}
    FALSE
FROM mockforge_analytics_workspace.open_days;

-- Latency distributions; what targets have not rolled up of the hours and days that another one has are those of their
-- minutes and hours, of which a key then has several.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.latency_histograms WITH (security_invoker = true) AS
SELECT
    workspace_id AS store_workspace, target_id, id, resolution, timestamp, protocol, method, endpoint,
    reported_workspace AS workspace_id, environment, source,
    mockforge_analytics.id_apart(bounds_id, target_id, ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets ORDER BY target_id)) AS bounds_id,
    counts, sum, count
FROM mockforge_analytics.latency_histograms
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
  AND target_id = ANY (ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets))
  AND (
      resolution IN ('minute', 'all')
      OR timestamp < CASE resolution WHEN 'hour' THEN 1 ELSE 86400 END * (COALESCE(
          CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
          0
      ) / CASE resolution WHEN 'hour' THEN 1 ELSE 86400 END)
  )
UNION ALL
SELECT
    t.store_workspace, t.target_id, m.id, 'hour' COLLATE "C", m.timestamp / 3600 * 3600, m.protocol, m.method, m.endpoint,
    m.reported_workspace, m.environment, m.source,
    mockforge_analytics.id_apart(m.bounds_id, t.target_id, ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets ORDER BY target_id)),
    m.counts, m.sum, m.count
FROM mockforge_analytics_workspace.targets t
CROSS JOIN LATERAL (
    SELECT *
    FROM mockforge_analytics.latency_histograms
    WHERE workspace_id = current_setting('mockforge_analytics.workspace')
      AND target_id = t.target_id
      AND resolution = 'minute'
      AND timestamp >= t.rolled_until
      AND timestamp < t.open_until
    OFFSET 0
) m
UNION ALL
SELECT
    t.store_workspace, t.target_id, f.id, 'day' COLLATE "C", f.timestamp / 86400 * 86400, f.protocol, f.method, f.endpoint,
    f.reported_workspace, f.environment, f.source,
    mockforge_analytics.id_apart(f.bounds_id, t.target_id, ARRAY(SELECT target_id FROM mockforge_analytics_workspace.targets ORDER BY target_id)),
    f.counts, f.sum, f.count
FROM mockforge_analytics_workspace.targets t
CROSS JOIN LATERAL (
    SELECT h.*
    FROM mockforge_analytics.latency_histograms h
    WHERE h.workspace_id = current_setting('mockforge_analytics.workspace')
      AND h.target_id = t.target_id
      AND h.resolution = 'hour'
      AND h.timestamp >= t.rolled_until / 86400 * 86400
      AND h.timestamp < t.rolled_until
    UNION ALL
    SELECT m.*
    FROM mockforge_analytics.latency_histograms m
    WHERE m.workspace_id = current_setting('mockforge_analytics.workspace')
      AND m.target_id = t.target_id
      AND m.resolution = 'minute'
      AND m.timestamp >= t.rolled_until
      AND m.timestamp < t.open_until / 86400 * 86400
    OFFSET 0
) f
WHERE f.timestamp < t.open_until / 86400 * 86400;

-- Each endpoint once. Latencies are those of all its handlers' distributions together.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.endpoint_stats WITH (security_invoker = true) AS
SELECT
    s.*,
    (
        SELECT SUM(h.sum) / NULLIF(SUM(h.count), 0)
        FROM mockforge_analytics_workspace.latency_histograms h
        WHERE h.resolution = 'all' AND h.timestamp = 0 AND h.source = 'log'
          AND h.protocol = s.protocol
          AND COALESCE(h.method, '') = COALESCE(s.method, '')
          AND COALESCE(h.endpoint, '') = s.endpoint
          AND h.workspace_id IS NOT DISTINCT FROM s.workspace_id
          AND h.environment IS NOT DISTINCT FROM s.environment
    ) AS avg_latency_ms,
    (
        SELECT CAST(CAST(histogram_quantile(0.95, b.bounds, h.counts) AS text) AS double precision)
        FROM mockforge_analytics_workspace.latency_histograms h
        JOIN mockforge_analytics_workspace.bucket_bounds b ON b.id = h.bounds_id
        WHERE h.resolution = 'all' AND h.timestamp = 0 AND h.source = 'log'
          AND h.protocol = s.protocol
          AND COALESCE(h.method, '') = COALESCE(s.method, '')
          AND COALESCE(h.endpoint, '') = s.endpoint
          AND h.workspace_id IS NOT DISTINCT FROM s.workspace_id
          AND h.environment IS NOT DISTINCT FROM s.environment
        HAVING jsonb_typeof(histogram_quantile(0.95, b.bounds, h.counts)) = 'number'
    ) AS p95_latency_ms,
    (
        SELECT '{' || string_agg(format('"%s":%s', code, requests), ',' ORDER BY length(code), code) || '}'
        FROM (
            SELECT counted.key AS code, SUM(CAST(counted.value AS bigint)) AS requests
            FROM mockforge_analytics.endpoint_stats own
            CROSS JOIN json_each_text(CAST(own.status_codes AS json)) AS counted
            WHERE own.workspace_id = s.store_workspace
              AND own.endpoint = s.endpoint
              AND own.protocol = s.protocol
              AND own.method IS NOT DISTINCT FROM s.method
              AND own.reported_workspace IS NOT DISTINCT FROM s.workspace_id
              AND own.environment IS NOT DISTINCT FROM s.environment
            GROUP BY counted.key
        ) codes
    ) AS status_codes
FROM (
    SELECT
        workspace_id AS store_workspace, MIN(id) AS id, endpoint, protocol, method, reported_workspace AS workspace_id,
        environment, SUM(total_requests) AS total_requests, SUM(total_errors) AS total_errors,
        MIN(min_latency_ms) AS min_latency_ms, MAX(max_latency_ms) AS max_latency_ms,
        MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen, MAX(updated_at) AS updated_at,
        {{sizes: SUM(total_<column>) AS total_<column>,}}
        COUNT(*) AS targets
    FROM mockforge_analytics.endpoint_stats
    WHERE workspace_id = current_setting('mockforge_analytics.workspace')
    GROUP BY workspace_id, endpoint, protocol, method, reported_workspace, environment
) s;

-- Hours of patterns, those that are not rolled up from what they will be made of. Clients are of one target alone.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.traffic_patterns WITH (security_invoker = true) AS
SELECT
    workspace_id AS store_workspace, target_id, id, date, hour, day_of_week, protocol,
    reported_workspace AS workspace_id, environment, request_count, error_count, avg_latency_ms, unique_clients, created_at
FROM mockforge_analytics.traffic_patterns
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
  AND CAST(EXTRACT(epoch FROM CAST(date AS date)) AS bigint) + hour * 3600 < COALESCE(
          CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
          0
      )
UNION ALL
SELECT
    store_workspace, target_id, MIN(id), date(timestamp, 'unixepoch'), timestamp % 86400 / 3600,
    CAST(strftime('%w', timestamp, 'unixepoch') AS bigint), protocol, workspace_id, environment,
    SUM(request_count), SUM(error_count), NULLIF(SUM(latency_sum), 0) / NULLIF(SUM(request_count), 0), NULL, MAX(created_at)
FROM mockforge_analytics_workspace.open_hours
GROUP BY store_workspace, target_id, timestamp, protocol, workspace_id, environment;

-- Each hour's gauges once: the greatest that any of the servers had.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.server_gauges WITH (security_invoker = true) AS
SELECT
    workspace_id AS store_workspace, MIN(id) AS id, timestamp, reported_workspace AS workspace_id, environment,
    MAX(active_connections) AS active_connections, MAX(memory_usage_bytes) AS memory_usage_bytes,
    MAX(cpu_usage_percent) AS cpu_usage_percent, MAX(thread_count) AS thread_count, MAX(uptime_seconds) AS uptime_seconds
FROM mockforge_analytics.server_gauges
WHERE workspace_id = current_setting('mockforge_analytics.workspace')
GROUP BY workspace_id, timestamp, reported_workspace, environment;

-- Each snapshot once: sums, the greatest gauges, and no lists. What is not rolled up is in them.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.analytics_snapshots WITH (security_invoker = true) AS
SELECT
    store_workspace, MIN(id) AS id, timestamp, snapshot_type, SUM(total_requests) AS total_requests,
    SUM(total_errors) AS total_errors,
    CASE
        WHEN COUNT(avg_latency_ms) > 0
        THEN SUM(COALESCE(avg_latency_ms, 0) * total_requests) / NULLIF(SUM(total_requests), 0)
    END AS avg_latency_ms,
    MAX(active_connections) AS active_connections,
    CAST(NULL AS text) COLLATE "C" AS protocol_stats, CAST(NULL AS text) COLLATE "C" AS top_endpoints,
    MAX(memory_usage_bytes) AS memory_usage_bytes, MAX(cpu_usage_percent) AS cpu_usage_percent,
    MAX(thread_count) AS thread_count, MAX(uptime_seconds) AS uptime_seconds, workspace_id, environment,
    MAX(created_at) AS created_at
FROM (
    SELECT
        workspace_id AS store_workspace, id, timestamp, snapshot_type, total_requests, total_errors, avg_latency_ms,
        active_connections, memory_usage_bytes, cpu_usage_percent, thread_count, uptime_seconds,
        reported_workspace AS workspace_id, environment, created_at
    FROM mockforge_analytics.analytics_snapshots
    WHERE workspace_id = current_setting('mockforge_analytics.workspace')
      AND (snapshot_type <> 'hourly' OR timestamp < COALESCE(
          CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
          0
      ))
      AND (snapshot_type <> 'daily' OR timestamp < COALESCE(
          CAST((SELECT jsonb_object_agg(target_id, rolled_until) FROM mockforge_analytics_workspace.targets) ->> target_id AS bigint),
          0
      ) / 86400 * 86400)
    UNION ALL
    SELECT
        store_workspace, MIN(id), timestamp, 'hourly',
        COALESCE(SUM(request_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        COALESCE(SUM(error_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        NULLIF(SUM(latency_sum) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0)
            / NULLIF(SUM(request_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        NULL, NULL, NULL, NULL, NULL, workspace_id, environment, MAX(created_at)
    FROM mockforge_analytics_workspace.open_hours
    GROUP BY store_workspace, target_id, timestamp, workspace_id, environment
    UNION ALL
    SELECT
        store_workspace, MIN(id), timestamp, 'daily',
        COALESCE(SUM(request_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        COALESCE(SUM(error_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        NULLIF(SUM(latency_sum) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0)
            / NULLIF(SUM(request_count) FILTER (WHERE protocol IN ('http', 'graphql', 'grpc')), 0),
        NULL, NULL, NULL, NULL, NULL, workspace_id, environment, MAX(created_at)
    FROM mockforge_analytics_workspace.open_days
    GROUP BY store_workspace, target_id, timestamp, workspace_id, environment
    UNION ALL
    SELECT
        t.store_workspace, g.id, g.timestamp, 'hourly', 0, 0, NULL, g.active_connections, g.memory_usage_bytes,
        g.cpu_usage_percent, g.thread_count, g.uptime_seconds, g.reported_workspace, g.environment, NULL
    FROM mockforge_analytics_workspace.targets t
    JOIN mockforge_analytics.server_gauges g
        ON g.workspace_id = current_setting('mockforge_analytics.workspace')
        AND g.target_id = t.target_id
        AND g.timestamp >= t.rolled_until
    WHERE g.timestamp < t.open_until
    UNION ALL
    SELECT
        t.store_workspace, g.id, g.timestamp / 86400 * 86400, 'daily', 0, 0, NULL, g.active_connections,
        g.memory_usage_bytes, g.cpu_usage_percent, g.thread_count, g.uptime_seconds, g.reported_workspace, g.environment,
        NULL
    FROM mockforge_analytics_workspace.targets t
    JOIN mockforge_analytics.server_gauges g
        ON g.workspace_id = current_setting('mockforge_analytics.workspace')
        AND g.target_id = t.target_id
        AND g.timestamp >= t.rolled_until / 86400 * 86400
    WHERE g.timestamp < t.open_until / 86400 * 86400
) snapshots
GROUP BY store_workspace, timestamp, snapshot_type, workspace_id, environment;

-- What happened to the collecting of each target, and what is covered: the time in which at least one target was, and none
-- that was before and after it within a day was not.
CREATE OR REPLACE VIEW mockforge_analytics_workspace.collection_events WITH (security_invoker = true) AS
WITH spans AS (
    SELECT
        target_id, from_timestamp, to_timestamp,
        MAX(to_timestamp) OVER (
            PARTITION BY target_id
            ORDER BY from_timestamp, to_timestamp
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended
    FROM mockforge_analytics.collection_events
    WHERE workspace_id = current_setting('mockforge_analytics.workspace') AND kind = 'coverage'
),
edges AS (
    SELECT from_timestamp AS at, 1 AS covering, 0 AS missing FROM spans
    UNION ALL
    SELECT to_timestamp, -1, 0 FROM spans
    UNION ALL
    SELECT ended, 0, 1 FROM spans WHERE from_timestamp - ended BETWEEN 1 AND 86400
    UNION ALL
    SELECT from_timestamp, 0, -1 FROM spans WHERE from_timestamp - ended BETWEEN 1 AND 86400
),
moments AS (
    SELECT at, SUM(SUM(covering)) OVER in_time > 0 AND SUM(SUM(missing)) OVER in_time = 0 AS covered
    FROM edges
    GROUP BY at
    WINDOW in_time AS (ORDER BY at)
),
compared AS (
    SELECT at, covered, LAG(covered) OVER (ORDER BY at) AS was
    FROM moments
),
changes AS (
    SELECT at, covered, LEAD(at) OVER (ORDER BY at) AS until
    FROM compared
    WHERE covered IS DISTINCT FROM was
)
SELECT
    workspace_id AS store_workspace, target_id, id, kind, from_timestamp, to_timestamp, detail
FROM mockforge_analytics.collection_events
WHERE workspace_id = current_setting('mockforge_analytics.workspace') AND kind <> 'coverage'
UNION ALL
SELECT
    current_setting('mockforge_analytics.workspace') COLLATE "C", NULL, -at, 'coverage', at, until, '{}'
FROM changes
WHERE covered;
