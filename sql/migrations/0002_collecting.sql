-- Ours, beside the design's tables: what collecting knows about itself, and the latency distributions
-- that the percentile columns are read from.

-- One row a fact: `collector` (its state, opaque), `batch_id`, `rolled_until` (unix seconds).
CREATE TABLE collector_state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Coverage, gaps, restarts. (kind, from_timestamp) names an event: written again, it replaces itself.
CREATE TABLE collection_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    from_timestamp INTEGER NOT NULL,  -- Unix seconds
    to_timestamp INTEGER NOT NULL,    -- Unix seconds, exclusive; equal to from_timestamp for an instant
    detail TEXT NOT NULL              -- JSON object
);
CREATE UNIQUE INDEX idx_collection_events_unique ON collection_events(kind, from_timestamp);

-- The upper bounds of histograms, each list once.
CREATE TABLE bucket_bounds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bounds TEXT NOT NULL UNIQUE  -- JSON array of milliseconds, ascending, without +Inf
);

-- Latency distributions: not cumulative, so that they add up over time.
CREATE TABLE latency_histograms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    resolution TEXT NOT NULL,   -- minute, hour, day, or all (one row an endpoint, timestamp 0)
    timestamp INTEGER NOT NULL, -- Unix seconds, start of the minute, hour or day
    protocol TEXT NOT NULL,
    method TEXT,
    endpoint TEXT,
    workspace_id TEXT,
    environment TEXT,
    source TEXT NOT NULL,       -- metrics: the whole request; log: the handler alone
    bounds_id INTEGER NOT NULL REFERENCES bucket_bounds(id),
    counts TEXT NOT NULL,       -- pairs "index count", space-separated, buckets with observations only
    sum REAL NOT NULL,          -- Milliseconds
    count INTEGER NOT NULL
);
CREATE UNIQUE INDEX idx_latency_histograms_unique ON latency_histograms(
    resolution, timestamp, protocol, COALESCE(method, ''), COALESCE(endpoint, ''),
    COALESCE(workspace_id, ''), COALESCE(environment, ''), source, bounds_id
);
