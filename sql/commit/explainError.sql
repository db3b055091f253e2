-- Adds to a failed request what became known of it later. :id into error_events; NULL leaves a column as it is.
UPDATE error_events SET
    error_message = COALESCE(:errorMessage, error_message),
    request_id = COALESCE(:requestId, request_id),
    trace_id = COALESCE(:traceId, trace_id),
    span_id = COALESCE(:spanId, span_id)
WHERE id = :id;
