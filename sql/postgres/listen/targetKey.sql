-- What a commit into a target is announced with. :workspace and :target text. Column: key.
SELECT CAST(
    hashtextextended(concat_ws(chr(10), CAST(:workspace AS text), CAST(:target AS text)), 0) AS text
) AS key;
