import { parseArgs } from 'node:util';
import { UsageError } from './usageError';

/**
 * Reads `--name value` options.
 * @throws UsageError for an option that is unknown, lacks its value or stands twice, and for stray words
 */
export function readOptions<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values, tokens } = parseArgs({ args: [...words], options, strict: true, tokens: true });
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = given.find((name, i) => given.indexOf(name) !== i);
    if (twice !== undefined) throw new UsageError(`--${twice} stands twice.`);
    return values as Partial<Record<Name, string>>;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError when the option is missing */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`);
  return value;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration such as 90s, 10m or 2h.
 * @throws UsageError for anything else
 */
export function duration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (units[unit ?? ''] ?? NaN);
  if (!(milliseconds > 0)) {
    throw new UsageError(`--duration ${text} is not a duration: write 90s, 10m or 2h, say.`);
  }
  return milliseconds;
}
