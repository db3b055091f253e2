import { fnv1a64 } from './fnv';
import { normaliseMetricsUrl, normaliseServerUrl } from './serverUrl';

/** The addresses that make a server the one it is. */
export interface TargetUrls {
  readonly metricsUrl: string;
  readonly adminUrl: string;
}

/**
 * Sixteen hex digits that stand for a server: the same for every spelling of the same addresses, with a slash at
 * the end or without.
 */
export function targetId({ metricsUrl, adminUrl }: TargetUrls): string {
  const metrics = normaliseServerUrl(normaliseMetricsUrl(metricsUrl) ?? '') ?? metricsUrl;
  const admin = normaliseServerUrl(adminUrl) ?? adminUrl;
  return fnv1a64(`${metrics}\n${admin}`).toString(16).padStart(16, '0');
}

/** Below a storage folder, where each target has a folder with its database. */
export const targetsFolder = 'targets';
export const databaseName = 'traffic.sqlite';

/** Where a target's database lies below a storage folder, with forward slashes. */
export function targetDatabasePath(urls: TargetUrls): string {
  return `${targetsFolder}/${targetId(urls)}/${databaseName}`;
}
