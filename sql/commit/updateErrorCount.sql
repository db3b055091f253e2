-- Sets how many failed requests a row stands for. :id into error_events; :metadata JSON.
UPDATE error_events SET error_message = :errorMessage, metadata = :metadata WHERE id = :id;
