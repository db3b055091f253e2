import { isRecord } from '../domain/isRecord';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { shownUrl } from '../domain/shownUrl';
import { freeTargetId, isTargetId, targetId } from '../domain/target';
import { usualAdminUrl } from '../mockforge/paths';
import { addressFault } from '../sentences/addressFault';
import type { Localize } from '../sentences/localize';

/** One server that is collected from, checked and normalised. */
export interface TargetSettings {
  /** As people know it: no two targets have the same. */
  readonly name: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** Where the mocks are served; empty: where the admin API says. */
  readonly recorderUrl: string;
  readonly workspaceId: string | null;
  readonly environment: string | null;
  /** The id of its database, where that was begun at other addresses. */
  readonly database?: string;
}

/** What a target has where the settings do not say it for this one. */
type Defaults = Pick<TargetSettings, 'workspaceId' | 'environment'>;

/** The settings that name the servers. */
export interface ServerSettings extends Omit<TargetSettings, 'name' | 'database'> {
  readonly targets: readonly TargetSettings[];
}

/** The servers that the settings name, at least one: the list, and where it has none the one of the addresses. */
export function targetsOf(settings: ServerSettings): readonly TargetSettings[] {
  const { targets, metricsUrl, adminUrl, recorderUrl, workspaceId, environment } = settings;
  if (targets.length > 0) return targets;
  const name = new URL(metricsUrl).host;
  return [{ name, metricsUrl, adminUrl, recorderUrl, workspaceId, environment }];
}

/** The usable entries of a list, and a sentence on each other one. */
export interface CheckedTargets {
  readonly targets: readonly TargetSettings[];
  /** By the place in the list. */
  readonly faults: readonly { readonly index: number; readonly what: string }[];
}

/**
 * Checks a list of targets entry by entry: one that cannot be used, or that is the same server as one above it, is left
 * out by itself.
 */
export function checkTargets(
  list: readonly unknown[],
  defaults: Defaults,
  localize: Localize,
): CheckedTargets {
  const targets: TargetSettings[] = [];
  const faults: { index: number; what: string }[] = [];
  for (const [index, entry] of list.entries()) {
    const checked = checkEntry(entry, defaults, localize);
    const what = typeof checked === 'string' ? checked : clashOf(checked, targets, entry, localize);
    if (what !== undefined) faults.push({ index, what });
    else if (typeof checked !== 'string') targets.push(checked);
  }
  return { targets, faults };
}

const textKeys = [
  ...['name', 'metricsUrl', 'adminUrl', 'recorderUrl', 'workspaceId', 'environment', 'database'],
];

/** The target that an entry describes, or what is wrong with it. */
function checkEntry(
  entry: unknown,
  defaults: Defaults,
  localize: Localize,
): TargetSettings | string {
  if (!isRecord(entry)) return localize('It must be an object with "name" and "metricsUrl".');
  const wrong = textKeys.find((key) => !['string', 'undefined'].includes(typeof entry[key]));
  if (wrong !== undefined) return localize('"{0}" must be text.', wrong);
  const textOf = (key: string): string | undefined => (entry[key] as string | undefined)?.trim();
  const name = textOf('name');
  if (!name) return localize('Give it a "name".');
  const metrics = textOf('metricsUrl');
  if (!metrics) {
    return localize(
      'Give it a "metricsUrl", the address of its metrics, such as {0}.',
      'http://127.0.0.1:9090/metrics',
    );
  }
  const faultOf = (key: string): string | undefined => {
    const text = textOf(key);
    const fault = text && addressFault(text, localize);
    return fault ? localize('Its "{0}" cannot be used. {1}', key, fault) : undefined;
  };
  const fault = faultOf('metricsUrl') ?? faultOf('adminUrl') ?? faultOf('recorderUrl');
  if (fault !== undefined) return fault;
  const database = textOf('database');
  if (database !== undefined && !isTargetId(database)) {
    return localize(
      'Its "database" must be the name of a folder below "targets", such as {0}.',
      'c7962eda44acb7e6',
    );
  }
  const ownOr = (key: keyof Defaults): string | null => {
    const own = textOf(key);
    return own === undefined ? defaults[key] : own || null;
  };
  const metricsUrl = normaliseMetricsUrl(metrics) ?? metrics;
  return {
    name,
    metricsUrl,
    adminUrl: normaliseServerUrl(textOf('adminUrl') ?? '') ?? usualAdminUrl(metricsUrl),
    recorderUrl: normaliseServerUrl(textOf('recorderUrl') ?? '') ?? '',
    workspaceId: ownOr('workspaceId'),
    environment: ownOr('environment'),
    ...(database !== undefined && { database }),
  };
}

/** Why a target cannot be beside those above it: its requests would be counted twice, or be another one's. */
function clashOf(
  target: TargetSettings,
  above: readonly TargetSettings[],
  entry: unknown,
  localize: Localize,
): string | undefined {
  const { name, metricsUrl, adminUrl } = target;
  if (above.some((other) => other.name === name)) {
    return localize('An entry above it has the same name. Give it another one.');
  }
  const page = normaliseServerUrl(metricsUrl);
  const same = above.find((other) => normaliseServerUrl(other.metricsUrl) === page);
  if (same) {
    return localize(
      'It is the same server as {0}: both have the metrics {1}. Remove one of them.',
      same.name,
      shownUrl(metricsUrl),
    );
  }
  const sharing = above.find((other) => other.adminUrl === adminUrl);
  if (!sharing) return databaseClashOf(target, above, localize);
  return isRecord(entry) && entry['adminUrl']
    ? localize(
        'It has the admin API of {0}, {1}. Set its own "adminUrl".',
        sharing.name,
        shownUrl(adminUrl),
      )
    : localize(
        'Without an "adminUrl" its admin API would be {0}, which is that of {1}. Set its own.',
        shownUrl(adminUrl),
        sharing.name,
      );
}

/** Two servers in one database would be taken for one that restarts all the time. */
function databaseClashOf(
  target: TargetSettings,
  above: readonly TargetSettings[],
  localize: Localize,
): string | undefined {
  const sharing = above.find((other) => targetId(other) === targetId(target));
  if (!sharing) return undefined;
  return target.database === undefined
    ? localize(
        'Its database would be that of {0}, which had these addresses before. Set its own "database", such as {1}.',
        sharing.name,
        freeTargetId(target, above.map(targetId)),
      )
    : localize('It has the database of {0}. Remove its "database".', sharing.name);
}
