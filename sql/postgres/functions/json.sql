-- Functions of JSON that SQLite has, under their names (sql/README.md). Documents are texts, and so is what is taken out
-- of them: a statement says where it means a number.

-- A document in whose texts U+FFFD stands for what PostgreSQL has no character for: 0, and a half of a surrogate pair. Where
-- both halves are there, documents of ours have the character itself.
CREATE OR REPLACE FUNCTION json_readable(document text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN strpos(document, '\u') = 0 THEN document
    ELSE regexp_replace(document, '(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\1\\ufffd', 'g')
END;

-- What stands at `path` ($.member or $[0]) in a document; NULL where nothing does.
CREATE OR REPLACE FUNCTION json_extract(document text, path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_path_query_first(CAST(json_readable(document) AS jsonb), CAST(path AS jsonpath)) #>> '{}';

-- The items of a list with their places, from 0, or the members of an object with their names; none of NULL.
CREATE OR REPLACE FUNCTION json_each(document text) RETURNS TABLE (key text, value text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT CAST(item.place - 1 AS text), item.value
    FROM json_array_elements_text(
        CASE WHEN json_typeof(CAST(document AS json)) = 'array' THEN CAST(json_readable(document) AS json) END
    ) WITH ORDINALITY AS item (value, place)
    UNION ALL
    SELECT member.key, member.value
    FROM json_each_text(
        CASE WHEN json_typeof(CAST(document AS json)) = 'object' THEN CAST(json_readable(document) AS json) END
    ) AS member;
END;

-- Whether a text is JSON.
CREATE OR REPLACE FUNCTION json_valid(document text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    PERFORM CAST(document AS json);
    RETURN TRUE;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN FALSE;
END
$$;

-- An object of two members, SQLite's json_object, which is a word of PostgreSQL. JSON is written without blanks, as SQLite does.
CREATE OR REPLACE FUNCTION json_members(name text, value bigint, other_name text, other bigint) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(
    '{' || to_json(name) || ':' || to_json(value) || ',' || to_json(other_name) || ':' || to_json(other) || '}' AS json
);

CREATE OR REPLACE FUNCTION json_members(name text, value text, other_name text, other bigint) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CAST(
    '{' || to_json(name) || ':' || to_json(value) || ',' || to_json(other_name) || ':' || to_json(other) || '}' AS json
);

CREATE OR REPLACE FUNCTION json_group_member(state text, name text, value json) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN COALESCE(state || ',', '') || to_json(name) || ':' || COALESCE(value, 'null');

CREATE OR REPLACE FUNCTION json_group_item(state text, value json) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN COALESCE(state || ',', '') || COALESCE(value, 'null');

CREATE OR REPLACE FUNCTION json_group_braces(state text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{' || COALESCE(state, '') || '}';

CREATE OR REPLACE FUNCTION json_group_brackets(state text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '[' || COALESCE(state, '') || ']';

-- The object of all rows of a group, each a member.
CREATE OR REPLACE AGGREGATE json_group_object(name text, value json) (
    SFUNC = json_group_member, STYPE = text, FINALFUNC = json_group_braces, PARALLEL = SAFE
);

-- The list of all rows of a group, each an item.
CREATE OR REPLACE AGGREGATE json_group_array(value json) (
    SFUNC = json_group_item, STYPE = text, FINALFUNC = json_group_brackets, PARALLEL = SAFE
);
