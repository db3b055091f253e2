-- What went on at :before (unix seconds) begins there: what came before it is known no more.
UPDATE OR REPLACE collection_events
SET from_timestamp = :before
WHERE kind IN ('coverage', 'gap') AND from_timestamp < :before;
