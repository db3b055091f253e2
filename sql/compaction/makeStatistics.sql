-- Run in a database without rows, it makes the table that statistics are copied into.
ANALYZE main;
