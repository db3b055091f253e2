import { joinKey } from '../domain/compositeKey';
import { templateName } from '../domain/endpointName';
import type { NamedRoute } from '../domain/routeTable';
import type { DefinedOperation, Definition } from './definition';

/** An endpoint by its stored name (docs/collection.md#endpoint-names). */
export interface StoredEndpoint {
  readonly method: string;
  readonly endpoint: string;
}

/** What names an operation. */
export type NamedOperation = Pick<DefinedOperation, 'method' | 'path' | 'operationId'>;

/**
 * Under which endpoint each operation of a document is stored, in their order: the route with its operation id; else
 * method and path after the prefix that most of them share, of the routes, or of the traffic where no route fits. What
 * was not found is named as it would be stored.
 */
export function matchOperations(
  {
    operations,
    prefixes,
  }: Pick<Definition, 'prefixes'> & {
    readonly operations: readonly NamedOperation[];
  },
  routes: readonly NamedRoute[],
  traffic: readonly StoredEndpoint[],
): readonly StoredEndpoint[] {
  const byId = uniqueIds(routes);
  const ownIds = uniqueIds(operations);
  const templates = operations.map(templateOf);
  const ofRoutes = new Suffixes(routes);
  const ofTraffic = new Suffixes(traffic);
  const prefix =
    ofRoutes.sharedPrefix(templates, prefixes) ?? ofTraffic.sharedPrefix(templates, prefixes) ?? '';
  return templates.map((template, position) => {
    const { method } = template;
    const operationId = operations[position]?.operationId ?? '';
    const route = ownIds.has(operationId) ? byId.get(operationId) : undefined;
    if (route?.method === method) return { method, endpoint: route.endpoint };
    const endpoint =
      ofRoutes.endpointOf(template, prefix) ?? ofTraffic.endpointOf(template, prefix);
    return { method, endpoint: endpoint ?? prefix + template.name };
  });
}

/**
 * A path as a document has it that is asked for at `path`: without the prefix behind which most of its operations are
 * stored, or where they are behind none, without one that it names.
 */
export function withoutPrefix(
  path: string,
  named: readonly string[],
  {
    operations,
    endpoints,
  }: { operations: readonly NamedOperation[]; endpoints: readonly StoredEndpoint[] },
): string {
  const counts = new Map<string, number>();
  for (const [position, operation] of operations.entries()) {
    const segments = endpoints[position]?.endpoint.split('/') ?? [];
    const prefix = segments.slice(0, 1 - operation.path.split('/').length).join('/');
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a).map(([prefix]) => prefix);
  const prefix = [most ?? '', ...named].find((one) => one !== '' && path.startsWith(`${one}/`));
  return path.slice(prefix?.length ?? 0);
}

/** By operation id, those whose id no other has. */
function uniqueIds<T extends { readonly operationId: string | null }>(
  list: readonly T[],
): ReadonlyMap<string, T> {
  const byId = new Map<string, T>();
  const twice = new Set<string>();
  for (const one of list) {
    if (one.operationId === null) continue;
    if (byId.has(one.operationId)) twice.add(one.operationId);
    byId.set(one.operationId, one);
  }
  for (const id of twice) byId.delete(id);
  return byId;
}

/** The path of an operation. */
interface Template {
  readonly method: string;
  /** As the path would be stored. */
  readonly name: string;
  /** The stored names that fit it, whatever their parameters are called. */
  readonly pattern: RegExp;
}

function templateOf({ method, path }: NamedOperation): Template {
  const segments = path.split('/').map(segmentPattern).join('/');
  return { method, name: templateName(path), pattern: new RegExp(`^${segments}$`, 'su') };
}

/**
 * A parameter is written `{id}` or `:id`, one of all that follows `{*path}`. Of several in a segment what stands before
 * the first and behind the last decides, so that no template takes long.
 */
function segmentPattern(segment: string): string {
  if (/^:[^:]/.test(segment)) return ':[^/]+';
  const parts = /^([^{]*)\{(\*?)[^{}]+(?:\}.*\{[^{}]+)?\}([^{}]*)$/s.exec(segment);
  if (!parts) return literal(segment);
  const [, before = '', star = '', after = ''] = parts;
  return `${literal(before)}${star === '' ? ':' : String.raw`\*`}[^/]+${literal(after)}`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Endpoints by what their paths end with. */
class Suffixes {
  /** Prefix and rest of a stored name, by method and shape of the rest. */
  readonly #ends = new Map<string, { readonly prefix: string; readonly rest: string }[]>();

  constructor(endpoints: readonly StoredEndpoint[]) {
    for (const { method, endpoint } of endpoints) {
      for (let at = endpoint.indexOf('/'); at !== -1; at = endpoint.indexOf('/', at + 1)) {
        const rest = endpoint.slice(at);
        const end = { prefix: endpoint.slice(0, at), rest };
        const key = endKey(method, rest);
        if (!this.#ends.get(key)?.push(end)) this.#ends.set(key, [end]);
      }
    }
  }

  /** The stored name of an operation behind a prefix: as it is spelled, else one with other names of parameters. */
  endpointOf(template: Template, prefix: string): string | undefined {
    const rests = this.#fitting(template).filter((end) => end.prefix === prefix);
    const rest = rests.find((end) => end.rest === template.name) ?? rests[0];
    return rest && prefix + rest.rest;
  }

  /** The prefix behind which most operations are found: of several none, or one that is known, or the first. */
  sharedPrefix(templates: readonly Template[], known: readonly string[]): string | undefined {
    const counts = new Map<string, number>();
    for (const template of templates) {
      const found = new Set(this.#fitting(template).map(({ prefix }) => prefix));
      for (const prefix of found) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
    const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
    const shared = [...counts].filter(([, count]) => count === most).map(([prefix]) => prefix);
    return ['', ...known].find((prefix) => shared.includes(prefix)) ?? shared[0];
  }

  #fitting(template: Template): readonly { readonly prefix: string; readonly rest: string }[] {
    const ends = this.#ends.get(endKey(template.method, template.name)) ?? [];
    return ends.filter(({ rest }) => template.pattern.test(rest));
  }
}

/** Method and path, without the segments in which a parameter may be. */
function endKey(method: string, endpoint: string): string {
  const shape = endpoint.split('/').map((segment) => (/[:*]/.test(segment) ? ':' : segment));
  return joinKey(method, shape.join('/'));
}
