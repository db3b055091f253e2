import type { ErrorCategory } from './commitBatch';

/** The types of errors in words; `t` puts a text into the reader's language. */
const texts = {
  bad_request: (t) => t('Bad request'),
  unauthorized: (t) => t('Unauthorized'),
  forbidden: (t) => t('Forbidden'),
  not_found: (t) => t('Not found'),
  method_not_allowed: (t) => t('Method not allowed'),
  timeout: (t) => t('Timeout'),
  conflict: (t) => t('Conflict'),
  payload_too_large: (t) => t('Payload too large'),
  unsupported_media_type: (t) => t('Unsupported media type'),
  validation_error: (t) => t('Validation error'),
  rate_limit: (t) => t('Rate limit'),
  internal_error: (t) => t('Internal error'),
  not_implemented: (t) => t('Not implemented'),
  bad_gateway: (t) => t('Bad gateway'),
  service_unavailable: (t) => t('Service unavailable'),
  client_error: (t) => t('Client error'),
  server_error: (t) => t('Server error'),
  injected_fault: (t) => t('Injected fault'),
} satisfies Readonly<Record<string, (t: (text: string) => string) => string>>;

/** What kind of failure a failed request was, as its row has it. */
export type ErrorType = keyof typeof texts;

const types: Readonly<Record<number, ErrorType>> = {
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
export function errorType(status: number): ErrorType {
  return types[status] ?? errorCategory(status);
}

/** The error_category of a failed HTTP request: 5xx is the server's, what else failed the client's. */
export function errorCategory(status: number): ErrorCategory {
  return status >= 500 ? 'server_error' : 'client_error';
}

/** An error type in words. One that only another version knows is read as it is stored: `rate_limit` as `Rate limit`. */
export function errorTypeText(type: string, t: (text: string) => string): string {
  if (isErrorType(type)) return texts[type](t);
  const words = type.replaceAll('_', ' ').trim();
  return words === '' ? t('Error') : words.charAt(0).toUpperCase() + words.slice(1);
}

function isErrorType(type: string): type is ErrorType {
  return Object.hasOwn(texts, type);
}
