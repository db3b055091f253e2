import { isRecord } from './logRow';

/** What stands in a message where it quoted a value of the request. */
const leftOut = '…';
/** Shorter values are left out only where they stand in quotes: they are part of too many words. */
const shortest = 3;

/**
 * A message without the values that the request held. Validators quote what they refuse, as in
 * `"hunter2" is shorter than 8 characters`; names of fields stay.
 * @param sent body and query of the request: JSON, or text as forms and URLs have it
 */
export function redact(
  message: string,
  sent: readonly (string | null)[],
  headers: Readonly<Record<string, string>>,
): string {
  const values = [...sent.flatMap((text) => valuesOf(text ?? '')), ...headerValues(headers)];
  // The longest first, since one value may be part of another.
  const inOrder = [...new Set(values)].filter(Boolean).sort((a, b) => b.length - a.length);
  return inOrder.reduce(withoutValue, message);
}

function withoutValue(message: string, value: string): string {
  const quoted = message
    .replaceAll(JSON.stringify(value), `"${leftOut}"`)
    .replaceAll(`'${value}'`, `'${leftOut}'`);
  return value.length < shortest ? quoted : quoted.replaceAll(value, leftOut);
}

/** Headers that hold no secret, and whose values a message may need. */
const harmless = new Set(['accept', 'connection', 'content-length', 'content-type', 'host']);

/** Each value, and its words: `Bearer` and the token. */
function headerValues(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !harmless.has(name))
    .flatMap(([, value]) => [value, ...value.split(' ')]);
}

function valuesOf(text: string): string[] {
  try {
    return leavesOf(JSON.parse(text));
  } catch {
    return text.includes('=')
      ? [...new URLSearchParams(text).values()]
      : text.split(/[\s&;,"'<>{}[\]()]+/);
  }
}

function leavesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isRecord(value)) return Object.values(value).flatMap(leavesOf);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
