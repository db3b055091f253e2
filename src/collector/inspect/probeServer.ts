import type { ServerAddresses } from '../../mockforge/configFile';
import type { Access } from '../sources/access';
import { AdminApi } from '../sources/adminApi';
import { MetricsScraper } from '../sources/scrape';
import type { SourceFailure } from '../sources/sourceFailure';

/** Where a server answered, or the likeliest of its addresses where none did. */
export interface ProbedServer {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** Why its metrics cannot be used; null where they can. */
  readonly failure: SourceFailure | null;
}

/** Asks at all addresses of a server at once. The admin API is asked only where it may be in several places. */
export async function probeServer(
  access: Access,
  { metricsUrls, adminUrls }: Pick<ServerAddresses, 'metricsUrls' | 'adminUrls'>,
): Promise<ProbedServer> {
  const [metrics, admin] = await Promise.all([
    firstOf(metricsUrls, (url) => new MetricsScraper(access, url).scrape()),
    adminUrls.length === 1
      ? { url: adminUrls[0] }
      : firstOf(adminUrls, (url) => new AdminApi(access, url).routes()),
  ]);
  return { metricsUrl: metrics.url, adminUrl: admin.url, failure: metrics.failure };
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure };

/** The first address with a good answer, else the first with what is wrong there. */
async function firstOf(
  urls: ServerAddresses['metricsUrls'],
  ask: (url: string) => Promise<Answer>,
): Promise<{ readonly url: string; readonly failure: SourceFailure | null }> {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const answer = await ask(url);
      return { url, failure: answer.ok ? null : answer.failure };
    }),
  );
  const [first = { url: urls[0], failure: null }] = answers;
  return answers.find(({ failure }) => failure === null) ?? first;
}
