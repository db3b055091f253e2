SELECT
  CAST(freelist_count AS REAL) / page_count AS free_share,
  page_count * page_size AS bytes
FROM pragma_freelist_count, pragma_page_count, pragma_page_size;
