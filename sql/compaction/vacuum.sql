-- Only for a database that is wholly in memory.
VACUUM;
