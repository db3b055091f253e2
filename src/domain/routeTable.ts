import { joinKey } from './compositeKey';
import { barePath, isTemplate, normalizePath, templateName } from './endpointName';
import { fnv1a64 } from './fnv';

/** A route that the server defines: upper-case method and path template in the server's spelling. */
export interface Route {
  readonly method: string;
  readonly template: string;
  /** As the specification calls it; left out where it has no name there. */
  readonly operationId?: string;
}

/** A route by its stored name. */
export interface NamedRoute {
  readonly method: string;
  readonly endpoint: string;
  readonly operationId: string | null;
}

/** Raised when paths are named by another rule: what was counted under the old names cannot be compared. */
const namingRule = '2';

/** Names the endpoint of a path by the server's routes, else by normalising it. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();
  /** By method and stored name. */
  readonly #operationIds = new Map<string, string>();
  /** Stored names by template. */
  readonly #names: ReadonlyMap<string, string>;
  /** By the literal segments that they begin with, so that a path is held against few of very many. */
  readonly #patterns = new Map<string, RankedPattern[]>();
  /** So many literal segments a pattern begins with at most. */
  #longestBeginning = 0;

  /** The same for tables that name every path alike. */
  readonly fingerprint: string;

  constructor(routes: readonly Route[]) {
    this.#names = new Map(routes.map(({ template }) => [template, templateName(template)]));
    const patterns = [...this.#names]
      .map(([template, name]) => routePattern(template, name))
      .sort((a, b) => b.literals - a.literals || b.characters - a.characters);
    for (const [rank, pattern] of patterns.entries()) {
      const beginning = pattern.beginning.join('/');
      const alike = this.#patterns.get(beginning) ?? [];
      alike.push({ ...pattern, rank });
      this.#patterns.set(beginning, alike);
      this.#longestBeginning = Math.max(this.#longestBeginning, pattern.beginning.length);
    }
    for (const { method, template, operationId } of routes) {
      const name = templateName(template);
      this.#methods.set(name, (this.#methods.get(name) ?? new Set()).add(method));
      if (operationId !== undefined) this.#operationIds.set(joinKey(method, name), operationId);
    }
    const templates = [...this.#names.keys()].sort();
    this.fingerprint = fnv1a64([namingRule, ...templates].join('\n')).toString(36);
  }

  /** Every route by its stored name, in the order of the server. */
  get names(): NamedRoute[] {
    return [...this.#methods].flatMap(([endpoint, methods]) =>
      [...methods].map((method) => ({
        method,
        endpoint,
        operationId: this.#operationIds.get(joinKey(method, endpoint)) ?? null,
      })),
    );
  }

  /** Whether a stored name is that of a route. */
  has(name: string): boolean {
    return this.#methods.has(name);
  }

  /** The methods that the routes with this stored name take; empty where there is no such route. */
  methodsOf(name: string): ReadonlySet<string> {
    return this.#methods.get(name) ?? new Set();
  }

  /**
   * The stored name for a path as the log gives it: its template, of the server's routes or in a router's spelling,
   * else the route that matches it (most literal segments first), else its normalised form (docs/collection.md#endpoint-names).
   */
  nameOf(path: string): string {
    const own = this.#names.get(path) ?? (isTemplate(path) ? templateName(path) : undefined);
    if (own !== undefined) return own;
    return this.#matching(barePath(path).split('/'))?.name ?? normalizePath(path);
  }

  /** The pattern that a path matches; of several the most literal. */
  #matching(path: readonly string[]): RankedPattern | undefined {
    let best: RankedPattern | undefined;
    for (let length = 0; length <= Math.min(path.length, this.#longestBeginning); length++) {
      for (const pattern of this.#patterns.get(path.slice(0, length).join('/')) ?? []) {
        if (pattern.rank < (best?.rank ?? Infinity) && matches(pattern, path)) best = pattern;
      }
    }
    return best;
  }
}

interface RoutePattern {
  readonly name: string;
  readonly segments: readonly SegmentPattern[];
  /** The segments before the first that is not literal. */
  readonly beginning: readonly string[];
  /** Segments without a parameter, and all literal characters. */
  readonly literals: number;
  readonly characters: number;
}

/** Of all that match a path the one of the lowest rank names it. */
interface RankedPattern extends RoutePattern {
  readonly rank: number;
}

/** `rest`: this segment and all that follow. Else what stands around a parameter; null where there is none. */
type SegmentPattern = 'rest' | { readonly before: string; readonly after: string | null };

function routePattern(template: string, name: string): RoutePattern {
  const segments = template.split('/').map(segmentPattern);
  const texts = segments.filter((segment) => segment !== 'rest');
  const isLiteral = (segment: SegmentPattern): boolean =>
    segment !== 'rest' && segment.after === null;
  const end = segments.findIndex((segment) => !isLiteral(segment));
  return {
    name,
    segments,
    beginning: template.split('/').slice(0, end === -1 ? undefined : end),
    literals: texts.filter(isLiteral).length,
    characters: texts.reduce((sum, { before, after }) => sum + (before + (after ?? '')).length, 0),
  };
}

function segmentPattern(segment: string): SegmentPattern {
  if (segment.startsWith('{*')) return 'rest';
  const [, before, after] = /^([^{]*)\{.+\}([^}]*)$/s.exec(segment) ?? [];
  return before === undefined || after === undefined
    ? { before: segment, after: null }
    : { before, after };
}

function matches({ segments }: RoutePattern, path: readonly string[]): boolean {
  for (const [i, segment] of segments.entries()) {
    if (segment === 'rest') return path.length > i;
    const part = path[i];
    if (part === undefined || !matchesSegment(segment, part)) return false;
  }
  return segments.length === path.length;
}

function matchesSegment({ before, after }: Exclude<SegmentPattern, 'rest'>, part: string): boolean {
  if (after === null) return part === before;
  const isLongEnough = part.length > before.length + after.length;
  return isLongEnough && part.startsWith(before) && part.endsWith(after);
}
