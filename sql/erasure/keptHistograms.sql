-- Latency distributions that stay: those of times since, and of endpoints that stay, which are copied before.
-- :before unix seconds.
timestamp >= :before
OR (
    resolution = 'all'
    AND EXISTS (
        SELECT 1
        FROM main.endpoint_stats AS known
        WHERE known.endpoint = kept.endpoint
          AND known.protocol = kept.protocol
          AND known.method IS NOT DISTINCT FROM kept.method
          AND known.workspace_id IS NOT DISTINCT FROM kept.workspace_id
          AND known.environment IS NOT DISTINCT FROM kept.environment
    )
)
