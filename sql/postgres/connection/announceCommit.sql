-- Tells all who listen, once this transaction is committed, which target has something new.
SELECT pg_notify(
    'mockforge_analytics',
    CAST(hashtextextended(
        concat_ws(
            chr(10), current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target')
        ),
        0
    ) AS text)
);
