-- The row of writeProbe.sql. Column: word.
SELECT word FROM probe;
