/**
 * Type and subtype of an answer, in lower case and without parameters (RFC 9110, section 8.3.1); the first where the
 * header stands twice, empty where it is absent.
 */
export function mediaType(response: Response): string {
  const [type = ''] = (response.headers.get('content-type') ?? '').split(/[;,]/, 1);
  return type.trim().toLowerCase();
}

export function isWebPage(type: string): boolean {
  return type === 'text/html' || type === 'application/xhtml+xml';
}

/** RFC 6839, section 3.1: `+json` too. */
export function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}
