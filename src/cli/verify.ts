import { resolve } from 'node:path';
import { systemClock } from '../collector/clock';
import { network } from '../collector/network';
import { AdminApi } from '../collector/sources/adminApi';
import type { Access } from '../collector/sources/httpGet';
import { MetricsScraper } from '../collector/sources/scrape';
import { verificationText } from '../collector/verify/verificationText';
import { verifiableFrom, verification } from '../collector/verify/verification';
import type { NotVerifiable, Verification } from '../collector/verify/verification';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { QueryClient } from '../store/queryClient';
import { readCollected, readCollectorState } from '../store/verify/readCollected';
import type { Command } from './command';
import { storeParts } from './dist';
import { defaultAdminUrl, readOptions, required, serverAddress } from './options';
import type { Output } from './output';
import { CommandError } from './usageError';

export const verify: Command = {
  usage: 'verify --db FILE --metrics-url URL [--admin-url URL]',
  about: `Holds what is stored of the running server against its counters now, for each protocol, method and status. Ends with 0
where every cell is equal.`,
  run: verifyFile,
};

/** A large body of a busy server takes longer than collecting would wait for it. */
const access: Access = {
  http: network,
  clock: systemClock,
  timeoutMs: 60_000,
};

async function verifyFile(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['db', 'metrics-url', 'admin-url']);
  const file = resolve(required(options.db, 'db'));
  const metricsUrl = serverAddress(
    required(options['metrics-url'], 'metrics-url'),
    normaliseMetricsUrl,
  );
  const adminUrl = serverAddress(options['admin-url'] ?? defaultAdminUrl, normaliseServerUrl);
  const client = new QueryClient({ ...storeParts, file });
  try {
    const verified = await held(client, { metricsUrl, adminUrl });
    const { text, isEqual } = verificationText(verified);
    output.result(`${text}\n`);
    if (!isEqual) throw new CommandError(`Not every number in ${file} is that of the server.`);
  } finally {
    await client.close();
  }
}

async function held(
  client: QueryClient,
  { metricsUrl, adminUrl }: { readonly metricsUrl: string; readonly adminUrl: string },
): Promise<Verification | NotVerifiable> {
  const readSql = (sql: string, limit: number): ReturnType<QueryClient['readSql']> =>
    client.readSql(sql, limit);
  const from = verifiableFrom((await readCollectorState(readSql)).state);
  if (typeof from === 'string') return from;
  const collected = await readCollected(readSql, (state) => {
    const minute = verifiableFrom(state);
    return typeof minute === 'string' ? from : minute;
  });
  if (collected.minutesFrom > from) return 'minutes deleted';
  const scrape = await new MetricsScraper(access, metricsUrl).scrape();
  if (!scrape.ok) throw new CommandError(`${scrape.failure.what} ${scrape.failure.todo}`);
  const started =
    scrape.reading.processStart === null ? await new AdminApi(access, adminUrl).startTime() : null;
  return verification(collected, scrape.reading, started?.ok ? started.value : null);
}
