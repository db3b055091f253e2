-- Says once which target of which workspace a connection is of: its statements show and write that target's rows alone, or
-- show those of all targets.
-- :workspace, :target texts, '' for none; :views 'target' for the views of one (views.sql), 'workspace' for those of all
-- (workspaceViews.sql).
SELECT
    set_config('search_path', 'mockforge_analytics_' || :views || ', mockforge_analytics, pg_catalog', FALSE),
    set_config('mockforge_analytics.workspace', :workspace, FALSE),
    set_config('mockforge_analytics.target', :target, FALSE),
    set_config('TimeZone', 'UTC', FALSE),
    -- Plans of ours are short: compiling them takes longer than running them.
    set_config('jit', 'off', FALSE);
