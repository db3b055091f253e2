-- Only for a database that is entirely in memory.
VACUUM;
