-- Nobody but the owner of a table sees a row of it where no policy says so (roles).
DO $$
DECLARE
    owned text;
BEGIN
    FOR owned IN
        SELECT t.relname
        FROM pg_class t
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'target_id'
        WHERE t.relnamespace = CAST('mockforge_analytics' AS regnamespace) AND t.relkind IN ('r', 'p')
          AND NOT t.relispartition AND NOT t.relrowsecurity
    LOOP
        EXECUTE format('ALTER TABLE mockforge_analytics.%I ENABLE ROW LEVEL SECURITY', owned);
    END LOOP;
END
$$;
