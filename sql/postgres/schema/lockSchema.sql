-- Waits until nobody else migrates the schema. Columns: none that matter.
SELECT pg_advisory_lock(hashtext('mockforge_analytics schema'));
