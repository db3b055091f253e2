import { fnv1a64 } from './fnv';
import { normalizePath, templateName, isTemplate, withoutQuery } from './endpointName';

/** A route that the server defines: upper-case method and path template in the server's spelling. */
export interface Route {
  readonly method: string;
  readonly template: string;
}

/** Names the endpoint of a path by the server's routes, else by normalising it. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();
  readonly #routes: readonly { readonly segments: readonly string[]; readonly name: string }[];

  /** The same for tables that name every path alike. */
  readonly fingerprint: string;

  constructor(routes: readonly Route[]) {
    const templates = [...new Set(routes.map((route) => route.template))];
    this.#routes = templates
      .map((template) => ({ segments: template.split('/'), name: templateName(template) }))
      .sort((a, b) => literalSegments(b.segments) - literalSegments(a.segments));
    for (const { method, template } of routes) {
      const name = templateName(template);
      this.#methods.set(name, (this.#methods.get(name) ?? new Set()).add(method));
    }
    this.fingerprint = fnv1a64(templates.toSorted().join('\n')).toString(36);
  }

  /** Every route by its stored name, in the order of the server. */
  get names(): { readonly method: string; readonly endpoint: string }[] {
    return [...this.#methods].flatMap(([endpoint, methods]) =>
      [...methods].map((method) => ({ method, endpoint })),
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
   * The stored name for a path as the log gives it: its template, else the route that matches it (most
   * literal segments first), else its normalised form (design, collection, "Endpoint names").
   */
  nameOf(path: string): string {
    return this.templateOf(path) ?? normalizePath(path);
  }

  /** The stored name of a path's route; undefined where neither the path itself nor the routes tell one. */
  templateOf(path: string): string | undefined {
    if (isTemplate(path)) return templateName(path);
    const segments = withoutQuery(path).split('/');
    return this.#routes.find((route) => matches(route.segments, segments))?.name;
  }
}

function literalSegments(segments: readonly string[]): number {
  return segments.filter((segment) => !isTemplate(segment)).length;
}

function matches(template: readonly string[], path: readonly string[]): boolean {
  for (const [i, segment] of template.entries()) {
    if (segment.startsWith('{*')) return path.length > i;
    const part = path[i];
    const matched = isTemplate(segment) ? part !== undefined && part !== '' : segment === part;
    if (!matched) return false;
  }
  return template.length === path.length;
}
