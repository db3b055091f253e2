-- Clears one day before it is rolled. :from its start, unix seconds.
DELETE FROM metrics_aggregates_day WHERE timestamp = :from;
