-- Bytes of the pages in use: free ones are used again before the file grows. Column: bytes.
SELECT (c.page_count - f.freelist_count) * s.page_size AS bytes
FROM pragma_page_count AS c, pragma_freelist_count AS f, pragma_page_size AS s;
