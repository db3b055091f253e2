-- The aggregate histogram_quantile, which computes what src/store/sqljs/quantileFunction.ts does.

-- Adds a distribution: those with the same list of bounds bucket by bucket. `counts` are pairs "index count".
CREATE OR REPLACE FUNCTION add_histogram(
    sums histogram_sums, q double precision, bounds text, counts text
) RETURNS histogram_sums
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    place integer := array_position(sums.lists, bounds);
    added bigint[] := sums.counts;
    pairs bigint[];
    start integer;
BEGIN
    IF place IS NULL THEN
        sums.lists := sums.lists || bounds;
        sums.starts := sums.starts || COALESCE(cardinality(added), 0);
        place := cardinality(sums.lists);
        added := added || array_fill(CAST(0 AS bigint), ARRAY[json_array_length(CAST(bounds AS json)) + 1]);
    END IF;
    start := sums.starts[place] + 1;
    IF counts !~ '^(\d+ \d+( \d+ \d+)*)?$' THEN
        RAISE EXCEPTION 'The database holds a latency distribution that cannot be read ("%").', counts;
    END IF;
    pairs := CAST(string_to_array(counts, ' ') AS bigint[]);
    FOR i IN 1 .. cardinality(pairs) BY 2 LOOP
        IF start + pairs[i] >= COALESCE(sums.starts[place + 1], cardinality(added)) + 1 THEN
            RAISE EXCEPTION 'The database holds a latency distribution that cannot be read ("%").', counts;
        END IF;
        added[start + pairs[i]] := added[start + pairs[i]] + pairs[i + 1];
    END LOOP;
    sums.q := q;
    sums.counts := added;
    RETURN sums;
END
$$;

-- The quantile of all together, linear inside its bucket. Lists that differ are brought to the bounds that they share.
CREATE OR REPLACE FUNCTION quantile_of_histograms(sums histogram_sums) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    shared text[];
    list text[];
    merged bigint[];
    bucket integer;
    rank double precision;
    below bigint := 0;
    bound double precision;
    lower double precision := 0;
BEGIN
    FOR place IN 1 .. COALESCE(cardinality(sums.lists), 0) LOOP
        list := ARRAY(SELECT json_array_elements_text(CAST(sums.lists[place] AS json)));
        shared := CASE
            WHEN place = 1 THEN list
            ELSE ARRAY(
                SELECT kept.bound
                FROM unnest(shared) WITH ORDINALITY AS kept (bound, position)
                WHERE CAST(kept.bound AS double precision) = ANY (CAST(list AS double precision[]))
                ORDER BY kept.position
            )
        END;
    END LOOP;
    merged := array_fill(CAST(0 AS bigint), ARRAY[COALESCE(cardinality(shared), 0) + 1]);
    FOR place IN 1 .. COALESCE(cardinality(sums.lists), 0) LOOP
        list := ARRAY(SELECT json_array_elements_text(CAST(sums.lists[place] AS json)));
        bucket := 1;
        FOR i IN 1 .. cardinality(list) + 1 LOOP
            WHILE bucket <= cardinality(shared) AND COALESCE(
                CAST(list[i] AS double precision) > CAST(shared[bucket] AS double precision), TRUE
            ) LOOP
                bucket := bucket + 1;
            END LOOP;
            merged[bucket] := merged[bucket] + sums.counts[sums.starts[place] + i];
        END LOOP;
    END LOOP;
    rank := sums.q * (SELECT pg_catalog.sum(count) FROM unnest(merged) AS part (count));
    IF rank IS NULL OR rank = 0 THEN
        RETURN NULL;
    END IF;
    FOR i IN 1 .. cardinality(shared) LOOP
        bound := shared[i];
        IF below + merged[i] >= rank AND merged[i] > 0 THEN
            RETURN to_jsonb(
                CASE
                    WHEN i = 1 AND bound <= 0 THEN bound
                    ELSE lower + ((bound - lower) * (rank - below)) / merged[i]
                END
            );
        END IF;
        below := below + merged[i];
        lower := bound;
    END LOOP;
    RETURN to_jsonb('> ' || COALESCE(shared[cardinality(shared)], '0'));
END
$$;

-- The quantile q of all distributions of a group together, in milliseconds: a number; the text "> x" where it lies above
-- the highest bound x; NULL where they are empty.
CREATE OR REPLACE AGGREGATE histogram_quantile(q double precision, bounds text, counts text) (
    SFUNC = add_histogram, STYPE = histogram_sums, FINALFUNC = quantile_of_histograms, PARALLEL = SAFE
);
