/** A piece of a path; parameters are drawn dimmed. */
export interface PathPart {
  readonly text: string;
  readonly parameter: boolean;
}

const isParameter = (segment: string): boolean =>
  segment.startsWith(':') || segment.startsWith('*');

/** A route in pieces: literal text with its slashes, and parameters apart. */
export function pathParts(path: string): PathPart[] {
  const parts: PathPart[] = [];
  let literal = '';
  for (const [i, segment] of path.split('/').entries()) {
    const slash = i === 0 ? '' : '/';
    if (isParameter(segment)) {
      if (literal + slash !== '') parts.push({ text: literal + slash, parameter: false });
      parts.push({ text: segment, parameter: true });
      literal = '';
    } else {
      literal += slash + segment;
    }
  }
  if (literal !== '') parts.push({ text: literal, parameter: false });
  return parts;
}

/**
 * A path that fits into `length` characters: the first segment gives way (`…/orders/:orderId/items`), then
 * parameter names (`…/orders/:…/items`), then more from the front. Literal segments are never cut, so the last
 * one stays even where it is too long.
 */
export function fitPath(path: string, length: number): string {
  if (path.length <= length) return path;
  const segments = path.split('/').slice(1);
  if (segments.length < 2) return path;
  const shortened = (from: number, names: boolean): string =>
    `…/${segments
      .slice(from)
      .map((segment) => (names || !isParameter(segment) ? segment : `${segment[0] ?? ''}…`))
      .join('/')}`;
  const withNames = shortened(1, true);
  if (withNames.length <= length) return withNames;
  for (let from = 1; from < segments.length - 1; from += 1) {
    const candidate = shortened(from, false);
    if (candidate.length <= length) return candidate;
  }
  return shortened(segments.length - 1, false);
}
