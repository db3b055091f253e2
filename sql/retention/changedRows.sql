-- How many rows the last statement that wrote has written or deleted. Column: rows.
SELECT changes() AS rows;
