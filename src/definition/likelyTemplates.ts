import { normalizePath } from '../domain/endpointName';

/** Endpoints whose paths are likely those of one template. */
export interface LikelyTemplate<Endpoint> {
  /** As documents write it, `/orders/{orderId}`; a path that is none as it is. */
  readonly template: string;
  readonly members: readonly Endpoint[];
}

/** So many values in one place are those of a parameter, whatever they look like. */
const manyValues = 20;
/** So many that differ only in the number at their end are, too. */
const manyNumbered = 2;

/** A path in segments: null for those of parameters. */
type Shape = (string | null)[];

/**
 * Endpoints by the templates that their paths are likely of (docs/coverage.md#what-is-not-defined), each in one, in the
 * order of their first members. No two templates are the same, whatever their parameters are called.
 */
export function likelyTemplates<Endpoint extends { readonly endpoint: string }>(
  endpoints: readonly Endpoint[],
): readonly LikelyTemplate<Endpoint>[] {
  const paths = endpoints.map((member) => {
    const isPath = member.endpoint.startsWith('/');
    const segments = isPath ? member.endpoint.split('/') : [member.endpoint];
    const shape: Shape = segments.map((own) => (isPath && isParameter(own) ? null : own));
    return { member, segments, shape };
  });
  const shapes = paths.map(({ shape }) => shape);
  const longest = shapes.reduce((most, { length }) => Math.max(most, length), 0);
  // What the API itself begins with is no parameter.
  for (let place = 2; place < longest; place++) joinValues(shapes, place);
  const groups = new Map<string, (typeof paths)[number][]>();
  for (const path of paths) {
    const key = JSON.stringify(path.shape);
    if (!groups.get(key)?.push(path)) groups.set(key, [path]);
  }
  return [...groups.values()].map((group) => ({
    template: templateOf(group),
    members: group.map(({ member }) => member),
  }));
}

/** Makes a parameter of a place in which many values came, or several that are numbered, with all else the same. */
function joinValues(shapes: readonly Shape[], place: number): void {
  const many = new Map<string, Shape[]>();
  const numbered = new Map<string, Shape[]>();
  const add = (alike: Map<string, Shape[]>, key: string, shape: Shape): void => {
    if (!alike.get(key)?.push(shape)) alike.set(key, [shape]);
  };
  for (const shape of shapes) {
    const value = shape[place];
    if (value === undefined || value === null) continue;
    const others = JSON.stringify(shape.with(place, null));
    add(many, others, shape);
    const [beginning] = /^.*[-_.](?=\d+$)/s.exec(value) ?? [];
    if (beginning !== undefined) add(numbered, JSON.stringify([beginning, others]), shape);
  }
  const hasValues = (least: number) => (alike: readonly Shape[]) =>
    new Set(alike.map((shape) => shape[place])).size >= least;
  const joined = [
    ...[...many.values()].filter(hasValues(manyValues)),
    ...[...numbered.values()].filter(hasValues(manyNumbered)),
  ];
  for (const shape of joined.flat()) shape[place] = null;
}

/** Whether a segment is a parameter by itself: named as one, or an id, a date or a long token. */
function isParameter(segment: string): boolean {
  return (
    /^(?:[:*].|\{[^{}]+\}$)/s.test(segment) ||
    normalizePath(`/${segment}`) === '/:id' ||
    /^\d{4}-\d{2}$/.test(segment) ||
    /^(?=.*\d)(?=.*[a-f])[\da-f]{8}$/i.test(segment) ||
    /^(?=.*\d)(?=.*[a-z])[\w-]{20,}$/i.test(segment)
  );
}

/** What paths of one shape are written as; parameters are called after what stands before them. */
function templateOf(
  paths: readonly { readonly segments: readonly string[]; readonly shape: Shape }[],
): string {
  const [{ shape } = { shape: [] }] = paths;
  const used = new Set<string>();
  let literal = '';
  const segments = shape.map((segment, place) => {
    if (segment !== null) {
      literal = segment;
      return segment;
    }
    const [given] = paths.flatMap(({ segments: own }) => givenName(own[place] ?? '') ?? []);
    const base = given ?? idOf(literal);
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}${count}`;
    used.add(name);
    return `{${name}}`;
  });
  return segments.join('/');
}

/** The name that a route gives to a parameter; undefined for a value, and where normalising a path named it. */
function givenName(segment: string): string | undefined {
  const [, name] = /^(?:[:*]|\{)([\w.-]+)\}?$/.exec(segment) ?? [];
  return name === 'id' ? undefined : name;
}

/** `orderItemId` of `order-items`. */
function idOf(literal: string): string {
  const words = literal.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const last = words.pop();
  if (last === undefined || /^v?\d/i.test(last)) return 'id';
  const [first, ...others] = [...words, singular(last)];
  const rest = others.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}${rest.join('')}Id`;
}

function singular(word: string): string {
  if (/[^aeiou]ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/i.test(word)) return word.slice(0, -2);
  return /[^sui]s$/i.test(word) ? word.slice(0, -1) : word;
}
