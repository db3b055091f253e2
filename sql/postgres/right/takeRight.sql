-- Takes the right to collect into the connection's target, which the session has until it ends or leaves it. Column: taken, 1,
-- or 0 while another session has it.
SELECT CAST(pg_try_advisory_lock(hashtextextended(
    concat_ws(
        chr(10), current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target')
    ),
    0
)) AS integer) AS taken;
