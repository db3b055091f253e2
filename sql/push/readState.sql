-- What else tells it: each commit changes the state, and the end of a session its event. Columns: key, value.
SELECT key, value FROM collector_state
UNION ALL
SELECT 'events', CAST(SUM(to_timestamp) AS TEXT) FROM collection_events
ORDER BY 1;
