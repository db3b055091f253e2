-- Tells all who listen, once this transaction is committed, which target of which workspace has something new: two keys
-- (sql/postgres/listen/commitKey.sql), with a space between them.
SELECT pg_notify(
    'mockforge_analytics',
    concat_ws(
        ' ',
        hashtextextended(
            concat_ws(
                chr(10), current_setting('mockforge_analytics.workspace'), current_setting('mockforge_analytics.target')
            ),
            0
        ),
        hashtextextended(current_setting('mockforge_analytics.workspace'), 0)
    )
);
