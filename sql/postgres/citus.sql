-- Distributes the tables over the workers of Citus (https://docs.citusdata.com), by workspace, so that all of a workspace
-- lies on one worker and its joins, keys and transactions stay there. Run once, after the schema was made, as its owner.
CREATE EXTENSION IF NOT EXISTS citus;

-- What statements call on workers.
SELECT create_distributed_function(oid)
FROM pg_proc
WHERE pronamespace = CAST('mockforge_analytics' AS regnamespace) AND prokind IN ('f', 'a');

SELECT create_distributed_table('mockforge_analytics.metrics_aggregates_minute', 'workspace_id');
SELECT create_distributed_table(
    format('%I.%I', 'mockforge_analytics', relname), 'workspace_id',
    colocate_with => 'mockforge_analytics.metrics_aggregates_minute'
)
FROM pg_class t
WHERE relnamespace = CAST('mockforge_analytics' AS regnamespace)
  AND relkind IN ('r', 'p')
  AND NOT relispartition
  AND relname <> 'metrics_aggregates_minute'
  AND EXISTS (SELECT 1 FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attname = 'target_id');
