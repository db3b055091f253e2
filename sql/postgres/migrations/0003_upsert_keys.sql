-- NULL is never equal to NULL, so the design's unique indexes let rows with a NULL dimension multiply, and
-- hour, day and client rows have no key at all. These give each a key that ON CONFLICT can name.
-- None on metrics_aggregates_minute: a minute is replaced as a whole, and an index of its size costs more
-- than everything else here.
CREATE UNIQUE INDEX idx_endpoint_stats_key ON endpoint_stats(
    workspace_id, target_id, key_text(endpoint), protocol, COALESCE(key_text(method), ''), COALESCE(key_text(reported_workspace), ''),
    COALESCE(key_text(environment), '')
);
CREATE UNIQUE INDEX idx_client_analytics_key ON client_analytics(
    workspace_id, target_id, timestamp, client_ip, COALESCE(key_text(user_agent), ''), protocol,
    COALESCE(key_text(reported_workspace), ''), COALESCE(key_text(environment), '')
);
CREATE UNIQUE INDEX idx_traffic_patterns_key ON traffic_patterns(
    workspace_id, target_id, date, hour, protocol, COALESCE(key_text(reported_workspace), ''), COALESCE(key_text(environment), '')
);
CREATE UNIQUE INDEX idx_metrics_hour_key ON metrics_aggregates_hour(
    workspace_id, target_id, timestamp, protocol, COALESCE(key_text(method), ''), COALESCE(key_text(endpoint), ''),
    COALESCE(status_code, -1), COALESCE(key_text(reported_workspace), ''), COALESCE(key_text(environment), '')
);
CREATE UNIQUE INDEX idx_metrics_day_key ON metrics_aggregates_day(
    workspace_id, target_id, timestamp, protocol, COALESCE(key_text(method), ''), COALESCE(key_text(endpoint), ''),
    COALESCE(status_code, -1), COALESCE(key_text(reported_workspace), ''), COALESCE(key_text(environment), '')
);
