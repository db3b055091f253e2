-- Drops what partitions of a table end up to :before, unix seconds, and hold rows of no other target.
-- :parent the table. Column: dropped, when the last of them ended; NULL where there was none.
SELECT drop_partitions(:parent, :before) AS dropped;
