-- NULL is never equal to NULL, so the design's unique indexes let rows with a NULL dimension multiply, and
-- hour, day and client rows have no key at all. These give each a key that ON CONFLICT can name.
-- None on metrics_aggregates_minute: a minute is replaced as a whole, and an index of its size costs more
-- than everything else here.
CREATE UNIQUE INDEX idx_endpoint_stats_key ON endpoint_stats(
    endpoint, protocol, COALESCE(method, ''), COALESCE(workspace_id, ''), COALESCE(environment, '')
);
CREATE UNIQUE INDEX idx_client_analytics_key ON client_analytics(
    timestamp, client_ip, COALESCE(user_agent, ''), protocol, COALESCE(workspace_id, ''),
    COALESCE(environment, '')
);
CREATE UNIQUE INDEX idx_traffic_patterns_key ON traffic_patterns(
    date, hour, protocol, COALESCE(workspace_id, ''), COALESCE(environment, '')
);
CREATE UNIQUE INDEX idx_metrics_hour_key ON metrics_aggregates_hour(
    timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''), COALESCE(status_code, -1),
    COALESCE(workspace_id, ''), COALESCE(environment, '')
);
CREATE UNIQUE INDEX idx_metrics_day_key ON metrics_aggregates_day(
    timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''), COALESCE(status_code, -1),
    COALESCE(workspace_id, ''), COALESCE(environment, '')
);
