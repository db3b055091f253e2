import { systemClock } from '../collector/systemClock';
import type { Access } from '../collector/sources/access';
import { verifyNumbers } from '../collector/verify/verifyNumbers';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { verificationOutcome, verificationText } from '../sentences/verificationText';
import { QueryClient } from '../store/reader/queryClient';
import { verifiedStore } from '../store/verify/readCollected';
import type { Command } from './command';
import { environmentNetwork } from './environmentNetwork';
import { writtenDatabase } from './namedDatabase';
import { defaultAdminUrl, readOptions, required, serverAddress } from './options';
import type { Output } from './output';
import { CommandError } from './usageError';

export const verify: Command = {
  usage: 'verify --db FILE --metrics-url URL [--admin-url URL]',
  about: `Compares the stored counts of the running server with its counters, for each protocol, method and status. Exits with 0
if every cell is equal.`,
  run: verifyFile,
};

/** A large body of a busy server takes longer than collecting would wait for it. */
function accessTo(addresses: readonly string[]): Access {
  return { http: environmentNetwork(addresses), clock: systemClock, timeoutMs: 60_000 };
}

async function verifyFile(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['db', 'metrics-url', 'admin-url']);
  const database = writtenDatabase(options.db);
  const metricsUrl = serverAddress(
    required(options['metrics-url'], 'metrics-url'),
    normaliseMetricsUrl,
  );
  const adminUrl = serverAddress(options['admin-url'] ?? defaultAdminUrl, normaliseServerUrl);
  const client = new QueryClient(database);
  const store = verifiedStore((sql, limit) => client.readSql(sql, limit));
  try {
    const outcome = verificationOutcome(
      await verifyNumbers(store, accessTo([metricsUrl, adminUrl]), { metricsUrl, adminUrl }),
      english,
      'en',
    );
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    output.result(`${verificationText(outcome)}\n`);
    if (!outcome.isEqual) throw new CommandError(`${client.name} does not match the server.`);
  } finally {
    await client.close();
  }
}
