-- Has the names in statements be those of our schema, whether it is there or not.
SET search_path = mockforge_analytics, pg_catalog;
