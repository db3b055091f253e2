-- Ends lockSchema.sql.
SELECT pg_advisory_unlock(hashtext('mockforge_analytics schema'));
