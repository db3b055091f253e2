-- What client_analytics and analytics_snapshots are made from and have no columns for.

-- Behind the average and top_endpoints of a client's hour: sums, to which more can be added exactly. Dropped
-- when nothing more can come.
CREATE TABLE client_tallies (
    client_id INTEGER PRIMARY KEY REFERENCES client_analytics(id),
    handler_sum REAL NOT NULL,       -- Milliseconds
    handler_count INTEGER NOT NULL,  -- Requests whose handler time is in the sum
    endpoint_counts TEXT NOT NULL    -- JSON object: requests by "METHOD endpoint"
);

-- The gauges of each hour's last scrape. Dropped when the snapshot of their week is made.
CREATE TABLE server_gauges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL,      -- Unix seconds, start of the hour
    workspace_id TEXT,
    environment TEXT,
    active_connections INTEGER NOT NULL,
    memory_usage_bytes INTEGER,
    cpu_usage_percent REAL,
    thread_count INTEGER,
    uptime_seconds INTEGER
);
CREATE UNIQUE INDEX idx_server_gauges_key ON server_gauges(
    timestamp, COALESCE(workspace_id, ''), COALESCE(environment, '')
);

-- A snapshot made again replaces itself.
CREATE UNIQUE INDEX idx_analytics_snapshots_key ON analytics_snapshots(
    timestamp, snapshot_type, COALESCE(workspace_id, ''), COALESCE(environment, '')
);
