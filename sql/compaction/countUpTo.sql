-- How many rows a table has, no more than :most of them counted.
SELECT COUNT(*) AS rows FROM (SELECT 1 FROM source."TABLE" LIMIT :most);
