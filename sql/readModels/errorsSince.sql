-- The id of the newest failed request, 0 without any, and how many of the span are stored behind :after, the id of one.
-- Where none is so new as that, the database is another one, and all are behind it. Columns: newest, failures.
SELECT
    (SELECT COALESCE(MAX(id), 0) FROM error_events) AS newest,
    COALESCE(SUM(occurrences), 0) AS failures
FROM failed
WHERE id > CASE WHEN (SELECT MAX(id) FROM error_events) >= :after THEN :after ELSE 0 END;
