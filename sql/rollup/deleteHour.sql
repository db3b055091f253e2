-- Clears one hour before it is rolled. :from its start, unix seconds.
DELETE FROM metrics_aggregates_hour WHERE timestamp = :from;
