-- Forgets the traffic of the last span.
DELETE FROM load_traffic;
