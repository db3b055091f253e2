import { parseArgs } from 'node:util';
import { addressFault } from '../domain/addressFault';
import { english } from './english';
import { UsageError } from './usageError';

/** What a command was called with. */
export interface Arguments<Name extends string, Flag extends string> {
  readonly options: Partial<Record<Name, string>>;
  readonly flags: ReadonlySet<Flag>;
  /** The words that belong to no option, in their order. */
  readonly subjects: readonly string[];
}

/** Where MockForge serves its admin API by default. */
export const defaultAdminUrl = 'http://127.0.0.1:9080';

/**
 * Reads `--name value` options.
 * @throws UsageError for an option that is unknown, lacks its value or stands twice, and for stray words
 */
export function readOptions<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> {
  return parse(words, names, [], false).options;
}

/**
 * Reads `--name value` options, flags and other words, in any order.
 * @throws UsageError for an option that is unknown, lacks its value or stands twice
 */
export function readArguments<Name extends string, Flag extends string>(
  words: readonly string[],
  names: readonly Name[],
  flags: readonly Flag[],
): Arguments<Name, Flag> {
  return parse(words, names, flags, true);
}

function parse<Name extends string, Flag extends string>(
  words: readonly string[],
  names: readonly Name[],
  flags: readonly Flag[],
  allowPositionals: boolean,
): Arguments<Name, Flag> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of names) options[name] = { type: 'string' };
  for (const flag of flags) options[flag] = { type: 'boolean' };
  try {
    const { values, tokens, positionals } = parseArgs({
      args: [...words],
      options,
      strict: true,
      tokens: true,
      allowPositionals,
    });
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = given.find((name, i) => given.indexOf(name) !== i);
    if (twice !== undefined) throw new UsageError(`--${twice} stands twice.`);
    return {
      options: values as Partial<Record<Name, string>>,
      flags: new Set(flags.filter((flag) => flag in values)),
      subjects: positionals,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The address of a server as `normalise` spells it.
 * @throws UsageError for what is none
 */
export function serverAddress(
  text: string,
  normalise: (text: string) => string | undefined,
): string {
  const normalised = normalise(text);
  if (normalised === undefined) throw new UsageError(addressFault(text, english) ?? text);
  return normalised;
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
