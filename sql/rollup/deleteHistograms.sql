-- Clears the distributions of one hour or day before it is rolled.
-- :resolution hour or day; :from its start, unix seconds.
DELETE FROM latency_histograms WHERE resolution = :resolution AND timestamp = :from;
