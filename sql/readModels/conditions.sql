-- Goes before every statement that reads `stored`, `traffic` or `failed`: the lists of what is wanted and left out.
-- :excluded JSON array of GLOB patterns of endpoints that do not count as the user's traffic.
-- :endpoints_wanted, :endpoints_left JSON arrays of [protocol, method, endpoint]; :groups_wanted, :groups_left JSON
-- arrays of [protocol, method_key, endpoint, error_type]. What is unknown is the empty text in all of them.
-- Besides, statements are given JSON arrays of values: :protocols_wanted, :protocols_left, :statuses_wanted,
-- :statuses_left, :clients_wanted, :clients_left (user agents, the empty text for none), and :hours_wanted (whole hours
-- since 1970). NULL for what is wanted: anything.
WITH RECURSIVE excluded_pattern AS MATERIALIZED (
    SELECT value AS pattern FROM json_each(:excluded)
),
endpoint_wanted AS MATERIALIZED (
    SELECT
        json_extract(value, '$[0]') AS protocol,
        json_extract(value, '$[1]') AS method,
        json_extract(value, '$[2]') AS endpoint
    FROM json_each(:endpoints_wanted)
),
endpoint_left AS MATERIALIZED (
    SELECT
        json_extract(value, '$[0]') AS protocol,
        json_extract(value, '$[1]') AS method,
        json_extract(value, '$[2]') AS endpoint
    FROM json_each(:endpoints_left)
),
group_wanted AS MATERIALIZED (
    SELECT
        json_extract(value, '$[0]') AS protocol,
        json_extract(value, '$[1]') AS method_key,
        json_extract(value, '$[2]') AS endpoint,
        json_extract(value, '$[3]') AS error_type
    FROM json_each(:groups_wanted)
),
group_left AS MATERIALIZED (
    SELECT
        json_extract(value, '$[0]') AS protocol,
        json_extract(value, '$[1]') AS method_key,
        json_extract(value, '$[2]') AS endpoint,
        json_extract(value, '$[3]') AS error_type
    FROM json_each(:groups_left)
)
