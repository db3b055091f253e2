import { storableText } from './storableText';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const integer = /^[+-]?\d+$/;
const longHex = /^[0-9a-f]{9,}$/i;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The one name of the endpoints that have none of their own, because there are too many. */
export const otherEndpoints = '(other)';

/** UTF-16 units of a stored name: it stands in every table, and a path can have 64 kB. */
const longestName = 1000;

/** A parameter that is a whole segment of a template, as routers write it. */
const parameter = /^\{\*?[A-Za-z_][A-Za-z0-9_]*\}$/;

/** The scheme and authority of a request target in absolute form (RFC 9112, section 3.2.2). */
const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * A raw path with what looks like an id written as `:id`: UUIDs, integers, more than 8 hex digits, ULIDs and
 * dates (docs/collection.md#endpoint-names).
 */
export function normalizePath(path: string): string {
  const segments = barePath(path)
    .split('/')
    .map((segment) =>
      [uuid, integer, longHex, ulid, date].some((pattern) => pattern.test(segment))
        ? ':id'
        : segment,
    );
  return storableText(segments.join('/'), longestName);
}

/** A route template in the one stored spelling: `{orderId}` becomes `:orderId`, `{*path}` becomes `*path`. */
export function templateName(template: string): string {
  const name = template.replaceAll(/\{(\*?)([^{}/]+)\}/g, (_, star: string, own: string) =>
    star === '' ? `:${own}` : `*${own}`,
  );
  return storableText(name || '/', longestName);
}

/**
 * Whether a path of the request log is a template though it is none of the server's routes, as those of its
 * configuration file are not. Clients may send braces as well, so only a router's own spelling tells.
 */
export function isTemplate(path: string): boolean {
  const braces = /[{}]/;
  if (!braces.test(path)) return false;
  return path.split('/').every((segment) => !braces.test(segment) || parameter.test(segment));
}

/** A request target without its authority and query: empty is `/` (RFC 9110, section 4.2.3). */
export function barePath(target: string): string {
  const [path = ''] = target.replace(authority, '').split('?', 1);
  return path === '' ? '/' : path;
}
