-- The newest failed request, and the one with the id :after where there is one. Columns: newest (its id; 0 without any),
-- newest_at and after_at (unix seconds; NULL without one).
SELECT
    COALESCE((SELECT MAX(id) FROM error_events), 0) AS newest,
    (SELECT timestamp FROM error_events WHERE id = (SELECT MAX(id) FROM error_events)) AS newest_at,
    (SELECT timestamp FROM error_events WHERE id = :after) AS after_at;
