import type { ErrorCategory } from './commitBatch';

const types: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'timeout',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'validation_error',
  429: 'rate_limit',
  500: 'internal_error',
  501: 'not_implemented',
  502: 'bad_gateway',
  503: 'service_unavailable',
  504: 'timeout',
};

/** The error_type of a failed HTTP request, from its status. */
export function errorType(status: number): string {
  return types[status] ?? errorCategory(status);
}

/** The error_category of a failed HTTP request: 5xx is the server's, what else failed the client's. */
export function errorCategory(status: number): ErrorCategory {
  return status >= 500 ? 'server_error' : 'client_error';
}
