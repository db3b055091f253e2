-- Functions of numbers that SQLite has, under their names (sql/README.md).

-- The lesser of two; NULL when one of them is.
CREATE OR REPLACE FUNCTION min(one bigint, other bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one < other THEN one WHEN one >= other THEN other END;

-- The greater of two; NULL when one of them is.
CREATE OR REPLACE FUNCTION max(one bigint, other bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one > other THEN one WHEN one <= other THEN other END;

CREATE OR REPLACE FUNCTION max(one double precision, other double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one > other THEN one WHEN one <= other THEN other END;

-- A sum of whole numbers is one and is divided as one; PostgreSQL's own is a decimal.
CREATE OR REPLACE AGGREGATE sum(bigint) (
    SFUNC = pg_catalog.int8pl, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl, PARALLEL = SAFE
);

CREATE OR REPLACE FUNCTION round(number double precision, digits integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(pg_catalog.round(CAST(number AS numeric), digits) AS double precision);
