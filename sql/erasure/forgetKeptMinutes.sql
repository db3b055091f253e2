-- What minutes held before something joined them is gone with them.
DELETE FROM collector_state WHERE key LIKE 'kept!_minute %' ESCAPE '!';
