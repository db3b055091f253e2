-- Functions of times that SQLite has, under their names (sql/README.md). All is UTC.

-- The day of unix seconds, YYYY-MM-DD; `modifier` is 'unixepoch', NULL comes of any other.
CREATE OR REPLACE FUNCTION date(seconds bigint, modifier text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN modifier = 'unixepoch' THEN to_char(to_timestamp(seconds) AT TIME ZONE 'UTC', 'YYYY-MM-DD') END;

-- The same so much later, as in '-30 days'.
CREATE OR REPLACE FUNCTION date(seconds bigint, modifier text, change text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN modifier = 'unixepoch'
    THEN to_char(to_timestamp(seconds) AT TIME ZONE 'UTC' + CAST(change AS interval), 'YYYY-MM-DD')
END;

-- Day and time of unix seconds, YYYY-MM-DD HH:MM:SS.
CREATE OR REPLACE FUNCTION datetime(seconds bigint, modifier text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN modifier = 'unixepoch' THEN to_char(to_timestamp(seconds) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
END;

-- A moment of unix seconds in the way that `format` says: %H hour, %w weekday (0 is Sunday), %s unix seconds.
CREATE OR REPLACE FUNCTION strftime(format text, seconds bigint, modifier text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN modifier <> 'unixepoch' THEN NULL
    WHEN format = '%H' THEN to_char(to_timestamp(seconds) AT TIME ZONE 'UTC', 'HH24')
    WHEN format = '%w' THEN CAST(EXTRACT(dow FROM to_timestamp(seconds) AT TIME ZONE 'UTC') AS text)
    WHEN format = '%s' THEN CAST(seconds AS text)
END;

-- The same of a day or a moment as a text.
CREATE OR REPLACE FUNCTION strftime(format text, moment text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN strftime(format, CAST(EXTRACT(epoch FROM CAST(moment AS timestamp)) AS bigint), 'unixepoch');
