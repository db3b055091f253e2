-- A value that differs after each commit: data_version counts those of other connections, changes this one's own.
-- Columns: data_version, changes.
SELECT data_version, total_changes() AS changes FROM pragma_data_version;
