-- Partitions by time. Minutes, failed requests and clients have one a day, since retention takes them by days and they are
-- most of what is stored; hours, of which a day has few, one every four weeks. All targets share them.

-- The partitioned tables and how many seconds each of their partitions spans.
CREATE OR REPLACE FUNCTION partitioned_tables() RETURNS TABLE (parent text, seconds bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    VALUES
        ('metrics_aggregates_minute', 86400), ('latency_histograms_minute', 86400),
        ('error_events', 86400), ('client_analytics', 86400),
        ('metrics_aggregates_hour', 2419200), ('latency_histograms_hour', 2419200);
END;

-- The name of the partition that begins at `start`, unix seconds.
CREATE OR REPLACE FUNCTION partition_name(parent text, start bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN parent || '_' || to_char(to_timestamp(start) AT TIME ZONE 'UTC', 'YYYYMMDD');

-- Makes the partitions that rows of these times need and that are not there. `times` is a JSON array of unix seconds.
-- A collector owns no table, so it runs as who does. Attaching a table locks out neither readers nor writers.
CREATE OR REPLACE PROCEDURE make_partitions(times text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = mockforge_analytics, pg_temp AS $$
DECLARE
    missing record;
BEGIN
    FOR missing IN
        SELECT DISTINCT p.parent, p.seconds, CAST(t.value AS bigint) / p.seconds * p.seconds AS start
        FROM partitioned_tables() p, json_array_elements_text(CAST(times AS json)) AS t (value)
        WHERE to_regclass(partition_name(p.parent, CAST(t.value AS bigint) / p.seconds * p.seconds)) IS NULL
        ORDER BY p.parent, start
    LOOP
        -- Collectors that need the same one make it once.
        PERFORM pg_advisory_xact_lock(hashtext('mockforge_analytics partitions'));
        CONTINUE WHEN to_regclass(partition_name(missing.parent, missing.start)) IS NOT NULL;
        EXECUTE format(
            'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)',
            partition_name(missing.parent, missing.start), missing.parent
        );
        EXECUTE format(
            'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
            missing.parent, partition_name(missing.parent, missing.start),
            missing.start, missing.start + missing.seconds
        );
    END LOOP;
END
$$;
REVOKE EXECUTE ON PROCEDURE make_partitions(text) FROM PUBLIC;

-- Whether who is connected may write rows of a workspace: as the owner of the tables, or by a policy.
CREATE OR REPLACE FUNCTION may_write(workspace text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = mockforge_analytics, pg_temp
BEGIN ATOMIC
    SELECT pg_has_role(session_user, c.relowner, 'MEMBER') OR EXISTS (
        SELECT 1
        FROM pg_policy p, unnest(p.polroles) AS holder
        WHERE p.polrelid = c.oid
          AND p.polcmd = '*'
          AND pg_get_expr(p.polqual, p.polrelid) = format('(workspace_id = %L::text)', workspace)
          AND pg_has_role(session_user, holder, 'MEMBER')
    )
    FROM pg_class c
    WHERE c.oid = CAST('mockforge_analytics.metrics_aggregates_minute' AS regclass);
END;

-- Whether a partition holds rows of others than the connection's target: four searches in an index.
CREATE OR REPLACE FUNCTION has_other_targets(part text) RETURNS boolean
LANGUAGE plpgsql SET search_path = mockforge_analytics, pg_temp AS $$
DECLARE
    found boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %1$I WHERE workspace_id < $1)
             OR EXISTS (SELECT 1 FROM %1$I WHERE workspace_id > $1)
             OR EXISTS (SELECT 1 FROM %1$I WHERE workspace_id = $1 AND target_id < $2)
             OR EXISTS (SELECT 1 FROM %1$I WHERE workspace_id = $1 AND target_id > $2)',
        part
    ) INTO found USING current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target');
    RETURN found;
END
$$;

-- Drops the partitions of a table that end up to `before`, unix seconds, and hold no rows but those of the connection's
-- target, and returns the second behind the last of these; NULL where there were none. Dropping a table takes a lock that
-- readers have to end for: where they do not soon, nothing is dropped, and rows may be deleted instead.
-- It runs as who owns the table, so it looks whether the caller may write what it drops.
CREATE OR REPLACE FUNCTION drop_partitions(parent text, before bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = mockforge_analytics, pg_temp SET lock_timeout = '200ms' AS $$
DECLARE
    part record;
    newest bigint;
    dropped bigint;
BEGIN
    IF NOT may_write(current_setting('mockforge_analytics.workspace')) THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not write for this workspace', session_user);
    END IF;
    FOR part IN
        SELECT c.relname AS name, p.seconds + CAST(EXTRACT(epoch FROM to_timestamp(
            right(c.relname, 8) || ' +00', 'YYYYMMDD TZH'
        )) AS bigint) AS ends
        FROM partitioned_tables() p
        JOIN pg_inherits i ON i.inhparent = CAST(format('%I', p.parent) AS regclass)
        JOIN pg_class c ON c.oid = i.inhrelid
        WHERE p.parent = drop_partitions.parent
        ORDER BY ends
    LOOP
        EXIT WHEN part.ends > before;
        CONTINUE WHEN has_other_targets(part.name);
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
        CONTINUE WHEN has_other_targets(part.name);
        EXECUTE format(
            'SELECT max(timestamp) FROM %I WHERE workspace_id = $1 AND target_id = $2 %s',
            -- For the index, which has it before the time.
            part.name, 'AND resolution = ' || quote_literal(substring(parent FROM '^latency_histograms_(.*)'))
        ) INTO newest
        USING current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target');
        EXECUTE format('DROP TABLE %I', part.name);
        dropped := GREATEST(dropped, newest + 1);
    END LOOP;
    RETURN dropped;
EXCEPTION WHEN lock_not_available THEN
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION drop_partitions(text, bigint) FROM PUBLIC;
