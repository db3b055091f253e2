-- How many failed requests are told of, and in how many groups. Columns: count, groups.
, failed_group AS (
    SELECT SUM(occurrences) AS occurrences
    FROM failed
    GROUP BY protocol, method_key, endpoint, error_type
)
SELECT COALESCE(SUM(occurrences), 0) AS count, COUNT(*) AS groups FROM failed_group;
