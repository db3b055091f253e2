import { fnv1a64 } from './fnv';
import { normaliseMetricsUrl, normaliseServerUrl } from './serverUrl';

/** The addresses that make a server the one it is. */
export interface TargetUrls {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** The id of a server that had other addresses when its database was begun. */
  readonly database?: string;
}

/** Whether a text may be the id of a server. */
export function isTargetId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/**
 * Sixteen hex digits that stand for a server: those of its database, where it has one of earlier addresses, else the
 * same for every spelling of the same addresses, with a slash at the end or without.
 */
export function targetId({ metricsUrl, adminUrl, database }: TargetUrls): string {
  if (database !== undefined) return database;
  const metrics = normaliseServerUrl(normaliseMetricsUrl(metricsUrl) ?? '') ?? metricsUrl;
  const admin = normaliseServerUrl(adminUrl) ?? adminUrl;
  return hexDigits(fnv1a64(`${metrics}\n${admin}`));
}

/** The id that a server has instead where those of others take the one of its addresses. */
export function freeTargetId(urls: TargetUrls, taken: readonly string[]): string {
  const first = targetId(urls);
  for (let id = first, tries = 1; ; tries++) {
    if (!taken.includes(id)) return id;
    id = hexDigits(fnv1a64(`${first}\n${tries}`));
  }
}

function hexDigits(hash: bigint): string {
  return hash.toString(16).padStart(16, '0');
}

/** Below a storage folder, where each target has a folder with its database. */
export const targetsFolder = 'targets';
export const databaseName = 'traffic.sqlite';

/** Where a target's database lies below a storage folder, with forward slashes. */
export function targetDatabasePath(urls: TargetUrls): string {
  return `${targetsFolder}/${targetId(urls)}/${databaseName}`;
}
