-- Leaves the right to collect into the connection's target to others.
SELECT pg_advisory_unlock(hashtextextended(
    concat_ws(
        chr(10), current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target')
    ),
    0
));
