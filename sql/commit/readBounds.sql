-- Every list of bucket bounds. Columns: id; bounds, a JSON array of milliseconds.
SELECT id, bounds FROM bucket_bounds;
