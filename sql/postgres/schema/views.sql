-- What a connection sees in place of each table: the rows of its target, in columns as SQLite's tables have them. What the
-- collector's settings call the workspace is workspace_id here; the workspace that the target belongs to stands first,
-- with the target, so that a column that a migration adds comes last, and the view stays with the rights that it has. What
-- is written gets both from the connection. A view is read with the rights of who reads it.
CREATE SCHEMA IF NOT EXISTS mockforge_analytics_target;
DO $$
DECLARE
    owned record;
BEGIN
    FOR owned IN
        SELECT
            t.relname AS name,
            string_agg(
                CASE c.attname WHEN 'reported_workspace' THEN 'reported_workspace AS workspace_id' ELSE c.attname END,
                ', ' ORDER BY c.attnum
            ) FILTER (WHERE c.attname NOT IN ('workspace_id', 'target_id')) AS columns
        FROM pg_class t
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
        WHERE t.relnamespace = CAST('mockforge_analytics' AS regnamespace)
          AND t.relkind IN ('r', 'p')
          AND NOT t.relispartition
        GROUP BY t.relname
        HAVING bool_or(c.attname = 'target_id')
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW mockforge_analytics_target.%I WITH (security_invoker = true) AS
             SELECT workspace_id AS store_workspace, target_id, %s
             FROM mockforge_analytics.%I
             WHERE workspace_id = current_setting(''mockforge_analytics.workspace'')
               AND target_id = current_setting(''mockforge_analytics.target'')',
            owned.name, owned.columns, owned.name
        );
    END LOOP;
END
$$;

-- The target of the connection, as mockforge_analytics_workspace.targets has those of all: what is 0 is of several alone.
CREATE OR REPLACE VIEW mockforge_analytics_target.targets WITH (security_invoker = true) AS
SELECT
    current_setting('mockforge_analytics.workspace') COLLATE "C" AS store_workspace,
    current_setting('mockforge_analytics.target') COLLATE "C" AS target_id,
    CAST(0 AS bigint) AS rolled_until, CAST(0 AS bigint) AS open_until, CAST(0 AS bigint) AS minutes_from,
    CAST(0 AS bigint) AS hours_from, CAST(0 AS bigint) AS apart;
