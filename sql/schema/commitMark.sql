-- A text that differs after each commit: data_version counts those of other connections, changes this one's own.
-- Column: mark.
SELECT data_version || ' ' || total_changes() AS mark FROM pragma_data_version;
