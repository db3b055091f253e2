-- The id of the failed request that was written last. Column: id, NULL without any.
SELECT MAX(id) AS id FROM error_events;
