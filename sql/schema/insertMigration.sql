-- Notes that a migration was applied. :name; :appliedAt unix seconds.
INSERT INTO schema_migrations (name, applied_at) VALUES (:name, :appliedAt);
