import { systemClock } from '../../collector/systemClock';
import { AdminApi } from '../../collector/sources/adminApi';
import type { HttpGet } from '../../collector/sources/httpGet';
import { usualMockUrl } from '../../mockforge/paths';
import type { TargetSettings } from '../targetSettings';

const timeoutMs = 2000;

/** What is set of where a server is. */
export type ServerAddresses = Pick<TargetSettings, 'metricsUrl' | 'adminUrl' | 'recorderUrl'>;

/** Where the mocks are. */
export interface MockAddress {
  readonly origin: string;
  /** False if no source says: it is then a server's default port. */
  readonly isKnown: boolean;
}

/** Asks the admin API for it, where the settings do not say. */
export async function mockAddress(
  { recorderUrl, adminUrl, metricsUrl }: ServerAddresses,
  http: HttpGet,
): Promise<MockAddress> {
  const access = { http, clock: systemClock, timeoutMs };
  if (recorderUrl !== '') return { origin: new URL(recorderUrl).origin, isKnown: true };
  const answer = await new AdminApi(access, adminUrl).mockUrl();
  return answer.ok && answer.value !== null
    ? { origin: answer.value, isKnown: true }
    : { origin: usualMockUrl(metricsUrl), isKnown: false };
}
