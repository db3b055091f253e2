-- Makes the partitions that rows of these times need. :times JSON array of unix seconds.
CALL make_partitions(:times);
