-- Every workspace and environment that an endpoint was seen in. Columns: workspace_id, environment.
SELECT DISTINCT workspace_id, environment
FROM endpoint_stats
ORDER BY workspace_id NULLS FIRST, environment NULLS FIRST;
