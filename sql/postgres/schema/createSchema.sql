-- All that migrations make is made in a schema of its own.
CREATE SCHEMA IF NOT EXISTS mockforge_analytics;
