-- Writes one latency distribution, replacing the one with its key.
-- :resolution minute, hour, day, all; :timestamp unix seconds; :boundsId into bucket_bounds;
-- :counts pairs "index count"; :sum milliseconds; :count observations.
INSERT INTO latency_histograms (
    resolution, timestamp, protocol, method, endpoint, workspace_id, environment, source,
    bounds_id, counts, sum, count
) VALUES (
    :resolution, :timestamp, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''),
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''), :source, :boundsId, :counts, :sum, :count
)
ON CONFLICT (
    resolution, timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''),
    COALESCE(workspace_id, ''), COALESCE(environment, ''), source, bounds_id
) DO UPDATE SET counts = excluded.counts, sum = excluded.sum, count = excluded.count;
