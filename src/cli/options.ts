import { parseArgs } from 'node:util';
import { nearestName } from '../domain/nearestName';
import { addressFault } from '../sentences/addressFault';
import { shownUrl } from '../domain/shownUrl';
import { english } from '../sentences/localize';
import { UsageError } from './usageError';

/** What a command was called with. */
export interface Arguments<Name extends string, Flag extends string, List extends string> {
  readonly options: Partial<Record<Name, string>>;
  readonly flags: ReadonlySet<Flag>;
  /** The values of options that may stand more than once, in their order. */
  readonly lists: Readonly<Record<List, readonly string[]>>;
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
  const { options, subjects } = readArguments(words, names, []);
  refuseStray(subjects[0], names);
  return options;
}

/**
 * Reads `--name value` options, flags and other words, in any order.
 * @throws UsageError for an option that is unknown, lacks its value or stands twice
 */
export function readArguments<
  Name extends string,
  Flag extends string,
  List extends string = never,
>(
  words: readonly string[],
  names: readonly Name[],
  flags: readonly Flag[],
  listNames: readonly List[] = [],
): Arguments<Name, Flag, List> {
  const config: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of [...names, ...listNames]) config[name] = { type: 'string' };
  for (const flag of flags) config[flag] = { type: 'boolean' };
  const { tokens } = parseArgs({
    args: [...words],
    options: config,
    // Its own messages name no other option; what it lets pass is refused here.
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const options: Partial<Record<Name, string>> = {};
  const given = new Set<Flag>();
  const lists = Object.fromEntries(listNames.map((name) => [name, new Array<string>()])) as Record<
    List,
    string[]
  >;
  const subjects: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') subjects.push(token.value);
    if (token.kind !== 'option') continue;
    const name = names.find((known) => `--${known}` === token.rawName);
    const flag = flags.find((known) => `--${known}` === token.rawName);
    const list = listNames.find((known) => `--${known}` === token.rawName);
    if (name !== undefined) {
      if (options[name] !== undefined) throw twice(name);
      options[name] = valueOf(token);
    } else if (flag !== undefined) {
      if (given.has(flag)) throw twice(flag);
      if (token.value !== undefined) throw new UsageError(`--${flag} takes no value.`);
      given.add(flag);
    } else if (list !== undefined) {
      lists[list].push(valueOf(token));
    } else {
      const known = [...names, ...flags, ...listNames];
      throw unknownOption(words[token.index] ?? token.rawName, known);
    }
  }
  return { options, flags: given, lists, subjects };
}

/**
 * @param stray the first word that belongs nowhere
 * @throws UsageError where there is one
 */
export function refuseStray(stray: string | undefined, names: readonly string[]): void {
  if (stray === undefined) return;
  throw new UsageError(`${shownUrl(stray)} is not expected here.${meantOption(stray, names)}`);
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
 * Milliseconds of a duration such as 90s, 10m or 2h that --duration was given.
 * @throws UsageError for anything else
 */
export function duration(text: string): number {
  return durationOf('duration', text);
}

/** As duration, for an option with another name. */
export function durationOf(option: string, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (units[unit ?? ''] ?? NaN);
  if (!(milliseconds > 0 && milliseconds < Infinity)) {
    throw new UsageError(
      `--${option} ${text} is not a duration. Write 90s, 10m or 2h, for example.`,
    );
  }
  return milliseconds;
}

/** The value of an option; a word that begins with a dash could as well be an option whose value was forgotten. */
function valueOf(token: {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}): string {
  const { rawName, value } = token;
  if (value === undefined) throw new UsageError(`${rawName} needs a value.`);
  if (!token.inlineValue && value.length > 1 && value.startsWith('-')) {
    throw new UsageError(
      `${rawName} needs a value. If it begins with a dash, write ${rawName}=${value}.`,
    );
  }
  return value;
}

function twice(name: string): UsageError {
  return new UsageError(`--${name} is given twice.`);
}

function unknownOption(word: string, names: readonly string[]): UsageError {
  const option = word.replace(/=.*$/s, '');
  return new UsageError(`There is no option ${option}.${meantOption(option, names)}`);
}

function meantOption(word: string, names: readonly string[]): string {
  const name = nearestName(word.replace(/^-+/, ''), names);
  return name === undefined ? '' : ` Did you mean --${name}?`;
}
