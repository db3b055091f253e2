import { ExposureReader } from '../../mockforge/exposure';
import type { Exposure } from '../../mockforge/exposure';
import { AdminApi } from '../sources/adminApi';
import type { AdminResult } from '../sources/adminApi';
import { failureOf } from '../sources/failure';
import { get } from '../sources/access';
import type { Access } from '../sources/access';
import { readMetricsBody } from '../sources/metricsBody';
import type { SourceFailure } from '../sources/sourceFailure';

/** What one scrape found: `scrapeMs` from the question until the body was read. */
export type MetricsFinding =
  | { readonly ok: true; readonly exposure: Exposure; readonly scrapeMs: number }
  | { readonly ok: false; readonly failure: SourceFailure };

/** What a server exposes, as it answered once. */
export interface ServerInspection {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly metrics: MetricsFinding;
  /** Null where the dashboard does not say. */
  readonly version: AdminResult<string | null>;
  /** How many routes there are, and how many rows the request log holds. */
  readonly routes: AdminResult<number>;
  readonly logRows: AdminResult<number>;
}

/** Asks a server's metrics and admin API once. Never rejects: what went wrong is part of the finding. */
export async function inspectServer(
  access: Access,
  { metricsUrl, adminUrl }: Pick<ServerInspection, 'metricsUrl' | 'adminUrl'>,
): Promise<ServerInspection> {
  const admin = new AdminApi(access, adminUrl);
  // One after the other, so that the time of the scrape is its own.
  const metrics = await inspectMetrics(access, metricsUrl);
  const [version, routes, log] = await Promise.all([
    admin.version(),
    admin.routeCount(),
    admin.requestLog(),
  ]);
  const logRows = log.ok ? { ok: true as const, value: log.value.rows.length } : log;
  return { metricsUrl, adminUrl, metrics, version, routes, logRows };
}

async function inspectMetrics(access: Access, url: string): Promise<MetricsFinding> {
  const began = access.clock.now();
  try {
    const exposure = await get(access, url, (response) => exposureOf(response, url));
    return { ok: true, exposure, scrapeMs: access.clock.now() - began };
  } catch (error) {
    return { ok: false, failure: failureOf(error, url, 'metrics') };
  }
}

async function exposureOf(response: Response, url: string): Promise<Exposure> {
  const { reader } = await readMetricsBody(response, url, (format) => new ExposureReader(format));
  return reader.exposure;
}
