import { backfill as fillFromPrometheus, longestQueryMs } from '../collector/backfill/backfill';
import { systemClock } from '../collector/clock';
import { normaliseServerUrl } from '../domain/serverUrl';
import { openStore } from '../store/storeClient';
import type { Command } from './command';
import { storeParts } from './dist';
import { readOptions, required, serverAddress } from './options';
import type { Output } from './output';
import { momentOf } from './moment';
import { stopSignal } from './stopSignal';
import { CommandError, UsageError } from './usageError';

export const backfill: Command = {
  usage: 'backfill --prometheus-url URL --db FILE --from T --to T',
  about: `Fills what was not collected from a Prometheus server that scraped MockForge. T is RFC 3339 or unix seconds.
Stopped, it goes on where it was when it is called again.`,
  run: backfillFrom,
};

/** Signals stop it between commits. */
async function backfillFrom(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['prometheus-url', 'db', 'from', 'to']);
  const url = required(options['prometheus-url'], 'prometheus-url');
  const prometheusUrl = serverAddress(url, normaliseServerUrl);
  const file = required(options.db, 'db');
  const from = momentOf(required(options.from, 'from'), 'from');
  const to = momentOf(required(options.to, 'to'), 'to');
  if (from >= to) throw new UsageError('--from is not before --to.');

  const stop = stopSignal();
  const store = await openStore({ ...storeParts, file });
  try {
    if (store.opened.notice !== null) output.note(store.opened.notice);
    const report = await fillFromPrometheus({
      http: (address, init) => fetch(address, init),
      clock: systemClock,
      timeoutMs: longestQueryMs,
      prometheusUrl,
      store,
      dimensions: { workspaceId: null, environment: null },
      from,
      to,
      signal: stop.signal,
      onProgress: ({ done }) => {
        output.note(`${Math.floor(done * 100)} %`);
      },
    });
    output.note(
      `${store.opened.file}: filled in ${report.requests} requests in ${report.minutes} minutes.`,
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    throw new CommandError('Stopped. The same command goes on where it was.');
  } finally {
    stop.release();
    await store.close();
  }
}
