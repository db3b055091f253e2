-- Says of how many failed requests a row stands. :id into error_events; :metadata JSON.
UPDATE error_events SET error_message = :errorMessage, metadata = :metadata WHERE id = :id;
