-- How many rows the last writing statement inserted, updated or deleted. Column: rows.
SELECT changes() AS rows;
