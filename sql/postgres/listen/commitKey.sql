-- What commits into a target are announced with, or those into any of a workspace. :workspace and :target text, that NULL for
-- any. Column: key.
SELECT CAST(
    hashtextextended(concat_ws(chr(10), CAST(:workspace AS text), CAST(:target AS text)), 0) AS text
) AS key;
