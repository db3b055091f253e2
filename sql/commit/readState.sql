-- One fact of collector_state.
-- :key its name. Column: value (text); no row when it was never written.
SELECT value FROM collector_state WHERE key = :key;
