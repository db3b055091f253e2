-- A text that differs after each commit of anybody. Column: mark.
SELECT CAST(pg_current_snapshot() AS text) AS mark;
