-- How many failed requests of the span are stored behind :after, the id of one, and in how many rows: at most :most, the
-- newest. Columns: failures, stored_rows.
SELECT COALESCE(SUM(occurrences), 0) AS failures, COUNT(*) AS stored_rows
FROM (
    SELECT occurrences
    FROM failed
    WHERE id > :after
    ORDER BY timestamp DESC, id DESC
    LIMIT :most
) AS newest;
