-- When the last failed request was; unix seconds. Column: last, NULL without any.
SELECT MAX(timestamp) AS last FROM error_events;
