-- What the roles of a workspace may do with a table, by the rows' workspace. Put in: WORKSPACE, as in workspace.sql; TABLE.
GRANT SELECT ON mockforge_analytics."TABLE", mockforge_analytics_target."TABLE" TO "mockforge_reader_WORKSPACE";
GRANT SELECT ON mockforge_analytics_workspace."TABLE"
TO "mockforge_reader_WORKSPACE", "mockforge_collector_WORKSPACE";
GRANT SELECT, INSERT, UPDATE, DELETE ON mockforge_analytics."TABLE", mockforge_analytics_target."TABLE"
TO "mockforge_collector_WORKSPACE";
DROP POLICY IF EXISTS "mockforge_reader_WORKSPACE" ON mockforge_analytics."TABLE";
CREATE POLICY "mockforge_reader_WORKSPACE" ON mockforge_analytics."TABLE"
    FOR SELECT TO "mockforge_reader_WORKSPACE" USING (workspace_id = 'WORKSPACE');
DROP POLICY IF EXISTS "mockforge_collector_WORKSPACE" ON mockforge_analytics."TABLE";
CREATE POLICY "mockforge_collector_WORKSPACE" ON mockforge_analytics."TABLE"
    TO "mockforge_collector_WORKSPACE" USING (workspace_id = 'WORKSPACE') WITH CHECK (workspace_id = 'WORKSPACE');
