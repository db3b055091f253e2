import { AdminApi } from '../sources/adminApi';
import { SourceError } from '../sources/failure';
import type { Access } from '../sources/access';
import { MetricsScraper } from '../sources/scrape';
import { verifiableFrom, verification } from './verification';
import type { Collected, NotVerifiable, Verification } from './verification';

/** The database that is verified. */
export interface VerifiedStore {
  /** The collector's state as it was last committed; null where nothing was. */
  state(): Promise<string | null>;
  /**
   * The state and the requests of the minutes from the one on that `fromOf` names in it, both of one commit, and
   * before which minute (unix seconds) retention has deleted.
   */
  collected(
    fromOf: (state: string) => number,
  ): Promise<Collected & { readonly minutesFrom: number }>;
}

/** Where the server's counters and start time are read. */
export interface VerifiedServer {
  readonly metricsUrl: string;
  readonly adminUrl: string;
}

/**
 * Compares what is stored of the running server with its counters now.
 * @throws SourceError where the counters cannot be read
 */
export async function verifyNumbers(
  store: VerifiedStore,
  access: Access,
  { metricsUrl, adminUrl }: VerifiedServer,
): Promise<Verification | NotVerifiable> {
  const from = verifiableFrom(await store.state());
  if (typeof from === 'string') return from;
  const collected = await store.collected((state) => {
    const minute = verifiableFrom(state);
    return typeof minute === 'string' ? from : minute;
  });
  if (collected.minutesFrom > from) return 'minutes deleted';
  const scrape = await new MetricsScraper(access, metricsUrl).scrape();
  if (!scrape.ok) throw new SourceError(scrape.failure);
  const started =
    scrape.reading.processStart === null ? await new AdminApi(access, adminUrl).startTime() : null;
  return verification(collected, scrape.reading, started?.ok ? started.value : null);
}
