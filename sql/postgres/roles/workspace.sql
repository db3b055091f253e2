-- Three roles of a workspace, none of which logs in: people and collectors become members of them. A reader sees the
-- workspace, a collector writes it, an owner is both and says who else is. Run again, it changes nothing.
-- Put in: WORKSPACE, behind the first word of a name or as a text.
DO $roles$
BEGIN
    CREATE ROLE "mockforge_reader_WORKSPACE" NOLOGIN;
EXCEPTION WHEN duplicate_object THEN
    NULL;
END
$roles$;
DO $roles$
BEGIN
    CREATE ROLE "mockforge_collector_WORKSPACE" NOLOGIN;
EXCEPTION WHEN duplicate_object THEN
    NULL;
END
$roles$;
DO $roles$
BEGIN
    CREATE ROLE "mockforge_owner_WORKSPACE" NOLOGIN;
EXCEPTION WHEN duplicate_object THEN
    NULL;
END
$roles$;
GRANT "mockforge_reader_WORKSPACE", "mockforge_collector_WORKSPACE" TO "mockforge_owner_WORKSPACE" WITH ADMIN OPTION;

GRANT USAGE ON SCHEMA mockforge_analytics, mockforge_analytics_target, mockforge_analytics_workspace
TO "mockforge_reader_WORKSPACE", "mockforge_collector_WORKSPACE";
GRANT SELECT ON mockforge_analytics.schema_migrations
TO "mockforge_reader_WORKSPACE", "mockforge_collector_WORKSPACE";
GRANT SELECT ON
    mockforge_analytics_target.targets, mockforge_analytics_workspace.targets, mockforge_analytics_workspace.open_hours,
    mockforge_analytics_workspace.open_days
TO "mockforge_reader_WORKSPACE", "mockforge_collector_WORKSPACE";
GRANT EXECUTE ON PROCEDURE mockforge_analytics.make_partitions(text) TO "mockforge_collector_WORKSPACE";
GRANT EXECUTE ON FUNCTION mockforge_analytics.drop_partitions(text, bigint) TO "mockforge_collector_WORKSPACE";
