-- The programs that failed requests came from, as far as that is known.
-- Columns: sender (the user agent; empty: the request named none), errors.
SELECT sender, SUM(occurrences) AS errors
FROM failed
WHERE sender IS NOT NULL
GROUP BY sender;
