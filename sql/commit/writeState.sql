-- Writes one fact of collector_state.
-- :key its name; :value text. An equal value is left alone: SQLite would count a change and write no page.
INSERT INTO collector_state AS held (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
WHERE held.value IS DISTINCT FROM excluded.value;
