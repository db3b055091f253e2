-- What is another one after each commit: data_version tells of those of other connections, changes of this one's own.
-- Columns: data_version, changes.
SELECT data_version, total_changes() AS changes FROM pragma_data_version;
