-- Deletes the distributions of one resolution in [:from, :to).
-- :resolution minute, hour or day; :from, :to unix seconds.
DELETE FROM latency_histograms
WHERE resolution = :resolution AND timestamp >= :from AND timestamp < :to;
