-- Something that happened to collecting, replacing what (kind, from) said before. Coverage never shrinks: where our
-- clock was set back to the start of a span that is covered further, that span is left as it is.
-- :from, :to unix seconds; :detail JSON.
INSERT INTO collection_events AS held (kind, from_timestamp, to_timestamp, detail)
VALUES (:kind, :from, :to, :detail)
ON CONFLICT (kind, from_timestamp) DO UPDATE SET
    to_timestamp = excluded.to_timestamp,
    detail = excluded.detail
WHERE held.kind <> 'coverage' OR held.to_timestamp <= excluded.to_timestamp;
