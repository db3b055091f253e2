-- Writes one fact of collector_state.
-- :key its name; :value text.
INSERT INTO collector_state (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
