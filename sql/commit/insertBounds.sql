-- A new list of bucket bounds. :bounds a JSON array of milliseconds. Column: id.
INSERT INTO bucket_bounds (bounds) VALUES (:bounds) RETURNING id;
