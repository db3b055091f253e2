const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const integer = /^[+-]?\d+$/;
const longHex = /^[0-9a-f]{9,}$/i;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The one name of the endpoints that have none of their own, because there are too many. */
export const otherEndpoints = '(other)';

/**
 * A raw path with what looks like an id written as `:id`: UUIDs, integers, more than 8 hex digits, ULIDs and
 * dates (design, collection, "Endpoint names"). A query string is cut off.
 */
export function normalizePath(path: string): string {
  return withoutQuery(path)
    .split('/')
    .map((segment) =>
      [uuid, integer, longHex, ulid, date].some((pattern) => pattern.test(segment))
        ? ':id'
        : segment,
    )
    .join('/');
}

/** A route template in the one stored spelling: `{orderId}` becomes `:orderId`, `{*path}` becomes `*path`. */
export function templateName(template: string): string {
  return template.replaceAll(/\{(\*?)([^{}/]+)\}/g, (_, star: string, name: string) =>
    star === '' ? `:${name}` : `*${name}`,
  );
}

/** Whether a path of the request log is a route template, which it marks with braces. */
export function isTemplate(path: string): boolean {
  return path.includes('{');
}

export function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? path;
}
