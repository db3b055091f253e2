-- No row of a table stays.
FALSE
