-- What the session remembers. Column: mark, NULL or '' where that is nothing.
SELECT current_setting('mockforge_analytics.mark', TRUE) AS mark;
