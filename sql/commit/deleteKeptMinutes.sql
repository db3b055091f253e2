-- Forgets what minutes before :before (unix seconds) held until something joined them: they are final.
DELETE FROM collector_state
WHERE key >= 'kept_minute ' AND key < 'kept_minute!'
  AND CAST(CASE WHEN key >= 'kept_minute ' AND key < 'kept_minute!' THEN substr(key, 13) END AS BIGINT) < :before;
