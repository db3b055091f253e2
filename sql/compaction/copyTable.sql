-- Rows of a table that fulfil a condition, which is put in.
INSERT INTO main."TABLE" SELECT kept.* FROM source."TABLE" AS kept WHERE CONDITION;
