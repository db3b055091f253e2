-- The server notices within seconds that a client is out of reach, and frees what its session holds; locks are waited for a
-- while only.
SELECT
    set_config('tcp_keepalives_idle', '3', FALSE),
    set_config('tcp_keepalives_interval', '1', FALSE),
    set_config('tcp_keepalives_count', '4', FALSE),
    set_config('tcp_user_timeout', '7000', FALSE),
    set_config('lock_timeout', '10000', FALSE);
