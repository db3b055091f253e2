import type { DocumentPart } from './documentParts';
import { isTrue, numbersOf, valuesOf } from './schemaKeywords';

/** UTF-16 units of a text that is made, at most. */
const longestText = 5000;

/** Texts of the formats that OpenAPI and JSON Schema name. */
const formatted: ReadonlyMap<unknown, string> = new Map([
  ['date', '2024-01-15'],
  ['date-time', '2024-01-15T09:30:00Z'],
  ['time', '09:30:00Z'],
  ['duration', 'PT15M'],
  ['email', 'user@example.com'],
  ['idn-email', 'user@example.com'],
  ['uuid', '123e4567-e89b-42d3-a456-426614174000'],
  ['uri', 'https://example.com/'],
  ['url', 'https://example.com/'],
  ['uri-reference', '/example'],
  ['hostname', 'example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['byte', 'c3RyaW5n'],
]);

const anyText = 'string';

/** A text of a format and of a length that all of these schemas allow; undefined where there is none. */
export function stringExample(facets: readonly DocumentPart[]): string | undefined {
  const least = Math.max(0, ...numbersOf(facets, 'minLength'));
  const most = Math.min(...numbersOf(facets, 'maxLength'), longestText);
  if (least > most) return undefined;
  const text = formatted.get(valuesOf(facets, 'format')[0]) ?? anyText;
  if (text.length >= least && text.length <= most) return text;
  const length = Math.min(most, Math.max(least, anyText.length));
  return anyText.repeat(Math.ceil(length / anyText.length)).slice(0, length);
}

interface Bound {
  readonly value: number;
  /** Whether the value itself is out of bounds. */
  readonly isOpen: boolean;
}

/** A number that all of these schemas allow, 1 where they do; undefined where none was found. */
export function numberExample(
  facets: readonly DocumentPart[],
  isInteger: boolean,
): number | undefined {
  const lower = boundsOf(facets, 'minimum', 'exclusiveMinimum');
  const upper = boundsOf(facets, 'maximum', 'exclusiveMaximum');
  const steps = numbersOf(facets, 'multipleOf').filter((step) => step > 0);
  const low = Math.max(...lower.map(({ value }) => value));
  const high = Math.min(...upper.map(({ value }) => value));
  const step = Math.max(...steps, isInteger ? 1 : -Infinity);
  const wanted = [1, 0, low, high];
  const candidates = Number.isFinite(step)
    ? wanted.flatMap((value) => {
        const count = Math.ceil(value / step);
        return [count, count + 1, count - 1].map((times) => rounded(times * step));
      })
    : [...wanted, low + 1, high - 1, (low + high) / 2];
  return candidates.find(
    (value) =>
      Number.isFinite(value) &&
      lower.every((bound) => value > bound.value || (value === bound.value && !bound.isOpen)) &&
      upper.every((bound) => value < bound.value || (value === bound.value && !bound.isOpen)) &&
      (!isInteger || Number.isInteger(value)) &&
      steps.every((one) => Number.isInteger(rounded(value / one))),
  );
}

/** OpenAPI 3.0 says of a bound whether it is open, OpenAPI 3.1 has a keyword for open ones. */
function boundsOf(
  facets: readonly DocumentPart[],
  keyword: string,
  openKeyword: string,
): readonly Bound[] {
  return facets.flatMap((facet) => [
    ...numbersOf([facet], keyword).map((value) => ({
      value,
      isOpen: isTrue([facet], openKeyword),
    })),
    ...numbersOf([facet], openKeyword).map((value) => ({ value, isOpen: true })),
  ]);
}

/** Without the digits that binary fractions add. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
