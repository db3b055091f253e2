-- Drops the gauges of weeks whose snapshots are made. :before a week's start, unix seconds.
DELETE FROM server_gauges WHERE timestamp < :before;
