import { templateName } from './endpointName';

/** Which endpoints are meant, by the names under which they are stored (docs/collection.md#endpoint-names). */
export interface EndpointSelection {
  /** Upper case; null: any. */
  readonly method: string | null;
  /** A name without what its parameters are called, or how such a name begins. */
  readonly path: string;
  readonly isBeginning: boolean;
}

/** One segment: text, parameters, or all that follows as `{*rest}` or `*rest`. */
const segment = String.raw`/(?:\*[A-Za-z_])?(?:[^\s/*]|\{\*[^\s{}/*]+\})*`;

/** How a selection is written: a method where one is meant, then a template, all below a path as `/api/*`, or `*`. */
export const selectionPattern = `^(?:[A-Za-z]+ +)?(?:\\*|(?:${segment})+|(?:${segment})*/\\*)$`;

const written = new RegExp(selectionPattern);

/** Reads `GET /api/users/{id}`, `/api/*` or `*`, which means all requests; null for anything else. */
export function selectionOf(text: string): EndpointSelection | null {
  if (!written.test(text)) return null;
  const at = text.search(/\*$|\//);
  const method = text.slice(0, at).trim().toUpperCase() || null;
  const path = text.slice(at);
  const isBeginning = /(?:^|\/)\*$/.test(path);
  return { method, path: nameless(isBeginning ? path.slice(0, -1) : path), isBeginning };
}

/** Whether an endpoint is meant; `endpoint` null: requests that no source could attribute to one. */
export function selects(
  { method, path, isBeginning }: EndpointSelection,
  own: { readonly method: string | null; readonly endpoint: string | null },
): boolean {
  if (method !== null && own.method?.toUpperCase() !== method) return false;
  const name = nameless(own.endpoint ?? '');
  return isBeginning ? name.startsWith(path) : name === path;
}

/** What parameters are called makes no difference: `{id}` and `:userId` are both `:`. What has no name has none here. */
function nameless(template: string): string {
  if (template === '') return '';
  return templateName(template).replaceAll(/(?<=\/)([:*])[^/.]*/g, '$1');
}
