-- Injected faults of each endpoint. Columns: protocol, method (NULL where it is not known), endpoint, faults.
SELECT protocol, method, endpoint, SUM(occurrences) AS faults
FROM failed
WHERE fault IS NOT NULL AND endpoint IS NOT NULL
GROUP BY protocol, method, endpoint;
