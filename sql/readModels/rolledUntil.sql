-- Up to where minutes are rolled into hours, unix seconds; no row before the first rollup. Column: rolled_until.
SELECT CAST(value AS INTEGER) AS rolled_until FROM collector_state WHERE key = 'rolled_until';
