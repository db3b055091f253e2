-- One failed request. :timestamp, :createdAt unix seconds; :metadata JSON.
INSERT INTO error_events (
    timestamp, protocol, method, endpoint, status_code, error_type, error_message, error_category,
    request_id, trace_id, span_id, client_ip, user_agent, workspace_id, environment, metadata, created_at
) VALUES (
    :timestamp, :protocol, NULLIF(:method, ''), NULLIF(:endpoint, ''), :statusCode,
    :errorType, :errorMessage, :errorCategory, :requestId, :traceId, :spanId, :clientIp, :userAgent,
    NULLIF(:workspaceId, ''), NULLIF(:environment, ''), :metadata, :createdAt
);
