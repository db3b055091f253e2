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
