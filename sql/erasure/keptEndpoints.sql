-- Endpoints that stay: those that were asked for since. :before unix seconds.
last_seen >= :before
