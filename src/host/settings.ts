import { isAbsolute } from 'node:path';
import type { CleanupRule } from '../collector/cleanup';
import { defaultCleanup } from '../collector/cleanup';
import { isRecord } from '../domain/isRecord';
import type { RetentionPolicy } from '../domain/retention';
import { addressFault } from '../sentences/addressFault';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { settingKeys } from '../ids';
import type { Localize } from '../sentences/localize';
import { teamAddressFault } from './teamAddressFault';
import { checkTargets, type ServerSettings, type TargetSettings } from './targetSettings';

/** The user's settings, checked and normalised. */
export interface Settings extends CleanupRule, ServerSettings {
  readonly enabled: boolean;
  readonly scrapeIntervalSeconds: number;
  /** How often finished minutes become final; a multiple of 60. */
  readonly aggregationIntervalSeconds: number;
  /** How often closed hours are rolled up. */
  readonly rollupIntervalHours: number;
  /** Error events stored a minute at most. */
  readonly errorsPerMinute: number;
  /** Rows of a query's result shown at most. */
  readonly maxQueryResults: number;
  /** Folder for the databases; empty: the editor's storage. */
  readonly storagePath: string;
  /** The address of the team's store that traffic is kept in, without a password; empty: files. */
  readonly teamStore: string;
  /** Whether the server's own paths count as traffic. */
  readonly internalTraffic: boolean;
  readonly errorRateThresholdPercent: number;
  /** Whether definitions show numbers; each language may say otherwise. */
  readonly lensEnabled: boolean;
}

/** The values used when nothing valid is set; package.json declares the same. */
export const defaultSettings: Settings = {
  enabled: true,
  metricsUrl: 'http://127.0.0.1:9090/metrics',
  adminUrl: 'http://127.0.0.1:9080',
  recorderUrl: '',
  targets: [],
  scrapeIntervalSeconds: 15,
  aggregationIntervalSeconds: 60,
  rollupIntervalHours: 1,
  ...defaultCleanup,
  errorsPerMinute: 1000,
  maxQueryResults: 10_000,
  storagePath: '',
  teamStore: '',
  workspaceId: null,
  environment: null,
  internalTraffic: false,
  errorRateThresholdPercent: 5,
  lensEnabled: true,
};

/** A setting whose value cannot be used. */
export interface SettingProblem {
  readonly key: string;
  /** Names the setting, its value, what is allowed and what is used instead. */
  readonly message: string;
  /** The entry of the list of targets that is left out; absent for any other setting. */
  readonly leftOut?: LeftOutEntry;
}

/** An entry of a list: its place and its name, `2 (shop)`, and what is wrong with it and what to do. */
export interface LeftOutEntry {
  readonly entry: string;
  readonly what: string;
}

/** Usable settings, and the problems with those that are set. */
export interface CheckedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

/** The settings that `read` gives by key; a wrong value becomes a problem and its default. */
export function checkSettings(read: (key: string) => unknown, localize: Localize): CheckedSettings {
  const problems: SettingProblem[] = [];

  function checked<Name extends keyof Settings>(
    name: Name,
    check: (value: unknown) => Settings[Name] | undefined,
    range: string,
    faultOf: (raw: unknown) => string | undefined = () => undefined,
  ): Settings[Name] {
    const key = settingKeys[name];
    const raw = read(key);
    const fallback = defaultSettings[name];
    const value = raw === undefined ? fallback : check(raw);
    if (value !== undefined) return value;
    const fault = faultOf(raw);
    const used = JSON.stringify(fallback ?? '');
    const message =
      fault === undefined
        ? localize(
            '{0} is {1}, but it must be {2}. The default, {3}, is used.',
            key,
            JSON.stringify(raw),
            range,
            used,
          )
        : localize('{0} cannot be used. {1} The default, {2}, is used.', key, fault, used);
    problems.push({ key, message });
    return fallback;
  }

  const trueOrFalse = localize('true or false');
  const address = localize('an http:// or https:// address, without a user name or password');
  /** What is wrong with an address. The address is not repeated: it may hold a secret. */
  const noAddress = (raw: unknown): string | undefined =>
    typeof raw === 'string' ? addressFault(raw.trim(), localize) : undefined;
  const name = localize('text');
  const wholeNumber = (from: number, to: number): string =>
    localize('a whole number from {0} to {1}', String(from), String(to));

  const days = (period: Exclude<keyof RetentionPolicy, 'maxSizeMb'>): Settings[typeof period] =>
    checked(period, asWhole(1, 3650), wholeNumber(1, 3650));

  const dimensions = {
    workspaceId: checked('workspaceId', asName, name),
    environment: checked('environment', asName, name),
  };
  /** Each entry that cannot be used is a problem of its own. */
  const usableTargets = (value: unknown): readonly TargetSettings[] | undefined => {
    if (!Array.isArray(value)) return undefined;
    const { targets, faults } = checkTargets(value, dimensions, localize);
    const key = settingKeys.targets;
    for (const { index, what } of faults) {
      const entry = entryText(index, value[index]);
      const message = localize('{0}: entry {1} is left out. {2}', key, entry, what);
      problems.push({ key, message, leftOut: { entry, what } });
    }
    return targets;
  };

  const settings: Settings = {
    enabled: checked('enabled', asBoolean, trueOrFalse),
    metricsUrl: checked('metricsUrl', asText(normaliseMetricsUrl), address, noAddress),
    adminUrl: checked('adminUrl', asText(normaliseServerUrl), address, noAddress),
    recorderUrl: checked(
      'recorderUrl',
      asText((text) => (text === '' ? text : normaliseServerUrl(text))),
      localize('an http:// or https:// address, without a user name or password, or empty'),
      noAddress,
    ),
    targets: checked('targets', usableTargets, '', () =>
      localize('It must be a list of servers, each with a "name" and a "metricsUrl".'),
    ),
    scrapeIntervalSeconds: checked(
      'scrapeIntervalSeconds',
      (value) => (isWhole(value, 1, 60) && 60 % value === 0 ? value : undefined),
      localize('a number of seconds from 1 to 60 that is a divisor of 60'),
    ),
    aggregationIntervalSeconds: checked(
      'aggregationIntervalSeconds',
      (value) => (isWhole(value, 60, 3600) && value % 60 === 0 ? value : undefined),
      localize('a number of seconds from 60 to 3600 that is a multiple of 60'),
    ),
    rollupIntervalHours: checked('rollupIntervalHours', asWhole(1, 24), wholeNumber(1, 24)),
    minuteAggregatesDays: days('minuteAggregatesDays'),
    hourAggregatesDays: days('hourAggregatesDays'),
    dayAggregatesDays: days('dayAggregatesDays'),
    errorEventsDays: days('errorEventsDays'),
    clientAnalyticsDays: days('clientAnalyticsDays'),
    trafficPatternsDays: days('trafficPatternsDays'),
    snapshotsDays: days('snapshotsDays'),
    cleanupIntervalHours: checked('cleanupIntervalHours', asWhole(1, 168), wholeNumber(1, 168)),
    errorsPerMinute: checked('errorsPerMinute', asWhole(1, 10_000), wholeNumber(1, 10_000)),
    maxQueryResults: checked('maxQueryResults', asWhole(1, 100_000), wholeNumber(1, 100_000)),
    storagePath: checked(
      'storagePath',
      asText((text) => (text === '' || isAbsolute(text) ? text : undefined)),
      localize('the absolute path of a folder, or empty'),
    ),
    teamStore: checked(
      'teamStore',
      asText((text) =>
        text === '' || teamAddressFault(text, localize) === null ? text : undefined,
      ),
      localize('the address of a team store, or empty'),
      (raw) =>
        (typeof raw === 'string' ? teamAddressFault(raw.trim(), localize) : null) ?? undefined,
    ),
    maxSizeMb: checked('maxSizeMb', asWhole(0, 1_048_576), wholeNumber(0, 1_048_576)),
    ...dimensions,
    internalTraffic: checked('internalTraffic', asBoolean, trueOrFalse),
    errorRateThresholdPercent: checked(
      'errorRateThresholdPercent',
      (value) => (isNumber(value, 0, 100) ? value : undefined),
      localize('a number from {0} to {1}', '0', '100'),
    ),
    lensEnabled: checked('lensEnabled', asBoolean, trueOrFalse),
  };
  return { settings, problems };
}

/** Which entry of a list is meant: people count from one. */
function entryText(index: number, entry: unknown): string {
  const name = isRecord(entry) ? entry['name'] : undefined;
  return typeof name === 'string' && name !== '' ? `${index + 1} (${name})` : String(index + 1);
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function asText<T>(parse: (text: string) => T | undefined): (value: unknown) => T | undefined {
  return (value) => (typeof value === 'string' ? parse(value.trim()) : undefined);
}

/** An empty name means none. */
function asName(value: unknown): string | null | undefined {
  return typeof value === 'string' ? value.trim() || null : undefined;
}

function asWhole(from: number, to: number): (value: unknown) => number | undefined {
  return (value) => (isWhole(value, from, to) ? value : undefined);
}

function isWhole(value: unknown, from: number, to: number): value is number {
  return isNumber(value, from, to) && Number.isInteger(value);
}

function isNumber(value: unknown, from: number, to: number): value is number {
  return typeof value === 'number' && value >= from && value <= to;
}
