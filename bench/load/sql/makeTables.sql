-- What the load is made from, gone with the connection: its keys, its clients, counting numbers, and the traffic of
-- one span at a time.
CREATE TEMP TABLE load_keys (
    key INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    method TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    status_code INTEGER NOT NULL,
    latency INTEGER NOT NULL,  -- Milliseconds
    bucket INTEGER NOT NULL    -- Index of the fastest bucket of its handler times
);
CREATE TEMP TABLE load_clients (
    client INTEGER PRIMARY KEY,
    client_ip TEXT NOT NULL,
    family TEXT NOT NULL,
    version TEXT NOT NULL,
    top_endpoints TEXT NOT NULL
);
CREATE TEMP TABLE load_numbers (number INTEGER PRIMARY KEY);
CREATE TEMP TABLE load_traffic (
    timestamp INTEGER NOT NULL,
    key INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    method TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    status_code INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    latency INTEGER NOT NULL,
    bucket INTEGER NOT NULL
);
