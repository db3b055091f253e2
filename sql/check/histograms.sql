-- Every latency distribution. Columns: id, counts, count, bounds (a JSON array).
SELECT h.id, h.counts, h.count, b.bounds
FROM latency_histograms h
JOIN bucket_bounds b ON b.id = h.bounds_id;
