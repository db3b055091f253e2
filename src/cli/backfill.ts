import { AmbiguousServersError } from '../collector/backfill/ambiguousServers';
import { backfill as fillFromPrometheus, longestQueryMs } from '../collector/backfill/backfill';
import { systemClock } from '../collector/systemClock';
import { normaliseServerUrl } from '../domain/serverUrl';
import { errorText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import type { Command } from './command';
import { environmentNetwork } from './environmentNetwork';
import { FilledDatabase } from './filledDatabase';
import { nameOfDatabase, writtenDatabase } from './namedDatabase';
import { readArguments, refuseStray, required, serverAddress } from './options';
import type { Output } from './output';
import { momentOf } from './moment';
import { matchOption, serverMatchers } from './serverMatchers';
import { stopSignal } from './stopSignal';
import { CommandError, UsageError } from './usageError';

export const backfill: Command = {
  usage: 'backfill --prometheus-url URL --db FILE --from T --to T [--match SELECTOR]...',
  about: `Fills in time that was not collected, from a Prometheus server that scraped MockForge. T is RFC 3339 or Unix seconds.
SELECTOR is a list of PromQL label matchers, such as 'job="mockforge"', that the servers you mean match. Repeat --match to
narrow the choice. If you stop the command, run it again to continue.`,
  run: backfillFrom,
};

const names = ['prometheus-url', 'db', 'from', 'to'] as const;

/** Signals stop it between commits. */
async function backfillFrom(words: readonly string[], output: Output): Promise<void> {
  const { options, lists, subjects } = readArguments(words, names, [], ['match']);
  refuseStray(subjects[0], [...names, 'match']);
  const url = required(options['prometheus-url'], 'prometheus-url');
  const prometheusUrl = serverAddress(url, normaliseServerUrl);
  const database = writtenDatabase(options.db);
  const from = momentOf(required(options.from, 'from'), 'from');
  const to = momentOf(required(options.to, 'to'), 'to');
  const matchers = serverMatchers(lists.match);
  if (from >= to) throw new UsageError('--from must be before --to.');

  const stop = stopSignal();
  const store = new FilledDatabase(database, output);
  try {
    const report = await fillFromPrometheus({
      http: environmentNetwork([prometheusUrl]),
      clock: systemClock,
      timeoutMs: longestQueryMs,
      prometheusUrl,
      matchers,
      store,
      dimensions: { workspaceId: null, environment: null },
      from,
      to,
      signal: stop.signal,
      onProgress: ({ done }) => {
        output.note(`${Math.floor(done * 100)} %`);
      },
    });
    await store.flush();
    output.note(
      `${nameOfDatabase(database)}: filled in ${report.requests} requests in ${report.minutes} minutes.`,
    );
  } catch (error) {
    if (error instanceof AmbiguousServersError) throw choiceOf(error);
    if (!stop.signal.aborted) throw error;
    throw new CommandError('Stopped. Run the command again to continue.');
  } finally {
    stop.release();
    await store.close();
  }
}

/** Names the choices, each as an option that can be copied into a shell. */
function choiceOf(error: AmbiguousServersError): CommandError {
  const options = error.fault.choices.map(({ matchers }) => `  ${matchOption(matchers)}`);
  return new CommandError(`${errorText(error, english)} Add one of these:`, options);
}
