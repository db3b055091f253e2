-- Drops what partitions of a table end up to :before, unix seconds, and hold rows of no other target.
-- :parent the table. Column: dropped, the second behind the last of its own rows; NULL where there were none.
SELECT drop_partitions(:parent, :before) AS dropped;
