import type { CollectorLog, CollectorSettings } from '../collector/collectorOptions';
import { joined, numberFormat } from '../domain/numberFormat';
import type { Session } from '../domain/session';
import { sessionWindow } from '../domain/session';
import { endOfSecond, toSeconds } from '../domain/time';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { TrafficSummary } from '../protocol/readModels';
import { errorText, failureLine, logLine } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import type { TrafficStore } from '../store/trafficStore';
import { ChildCommand } from './childCommand';
import type { Command } from './command';
import type { NamedDatabase } from './namedDatabase';
import { writtenDatabase } from './namedDatabase';
import { readOptions } from './options';
import type { Output } from './output';
import {
  collectionSettings,
  openDatabase,
  ServerCollection,
  serverOptions,
} from './serverCollection';
import { nameOf } from './session';
import { CommandError, ExitCode, UsageError } from './usageError';

/** As `env`, `timeout` and `docker run` have it. */
const ownFailure = 125;

export const run: Command = {
  usage: 'run --name NAME --metrics-url URL [--admin-url URL] --db FILE -- COMMAND [ARGUMENT...]',
  about: `Collects while a command runs, such as a test suite, and stores that time as a session. Scrapes the server before
the command starts and after it ends. The command has this one's input, outputs and signals. Exit codes: the command's own;
128 and the number of the signal that ended it; 127 if there is no such program, 126 if it cannot be run; ${ownFailure} if this
command failed or was called wrongly, or if the command succeeded and nothing could be collected.`,
  failureCode: ownFailure,
  run: runCollecting,
};

const numbers = numberFormat('en');

async function runCollecting(words: readonly string[], output: Output): Promise<void> {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const command = words.slice(end + 1);
  if (command.length === 0) throw new UsageError('Write the command behind --, as in -- npm test.');
  const options = readOptions(words.slice(0, end), ['name', ...serverOptions, 'db']);
  const name = nameOf(options.name);
  const settings = collectionSettings(options);
  const database = writtenDatabase(options.db);
  const child = new ChildCommand();
  let code = 0;
  try {
    await asSession(name, { database, settings, hurry: child.hurry }, output, async () => {
      code = await child.run(command);
    });
  } catch (error) {
    // What became of the command matters more than what became of the numbers.
    if (code === 0) throw error;
    output.note(errorText(error, english));
  } finally {
    child.release();
  }
  if (code !== 0) throw new ExitCode(code);
}

/** What is collected from, into which database, and until when answers are waited for. */
interface Collected {
  readonly database: NamedDatabase;
  readonly settings: CollectorSettings;
  readonly hurry: AbortSignal;
}

/** Collects while work is done, stores that time as a session, and says what came of it. */
async function asSession(
  name: string,
  { database, settings, hurry }: Collected,
  output: Output,
  work: () => Promise<void>,
): Promise<void> {
  const store = await openDatabase(database, output);
  try {
    if (await store.writer.otherCollector()) {
      throw new CommandError(
        'run collects by itself. While another process does, mark the session with session start and session end.',
      );
    }
    const from = toSeconds(Date.now());
    const log = { info: () => undefined, warn: noted(output) };
    const collection = new ServerCollection(settings, store, log, hurry, output);
    try {
      await collection.scrape();
      if (collection.failure) {
        output.note('The command runs all the same. Collecting begins when the server answers.');
      }
      const before = await requestsOf(store, await store.writer.startSession(name, from));
      try {
        await work();
      } finally {
        await collection.scrape();
        const session = await store.writer.endSession(name, endOfSecond(Date.now()));
        // What is counted is read from the path, which only the writer knows to lead to what it wrote.
        await store.maintenance.flush();
        output.note(summaryText(session, await summaryOf(store, session), before));
      }
    } finally {
      await collection.stop();
    }
    const { failure } = collection;
    if (failure) throw new CommandError(`Nothing was collected. ${failureLine(failure, english)}`);
  } finally {
    await store.close();
  }
}

function noted({ note }: Output): CollectorLog['warn'] {
  return (event) => {
    note(logLine(event));
  };
}

function summaryOf({ reader }: TrafficStore, session: Session): Promise<TrafficSummary> {
  const window = sessionWindow(session, endOfSecond(Date.now()));
  return reader.summary({ ...window, excludedEndpoints: internalEndpointPatterns });
}

async function requestsOf(store: TrafficStore, session: Session): Promise<number> {
  return (await summaryOf(store, session)).requests;
}

/** @param before requests that were counted in its first minute when it started */
function summaryText(
  { name }: Session,
  { requests, errors, p95 }: TrafficSummary,
  before: number,
): string {
  const counted = `Session “${name}”: ${numbers.count(requests)} requests, ${numbers.count(errors)} of which failed`;
  const latency = p95 ? `, p95 ${joined(numbers.quantile(p95))}` : '';
  const shared =
    before > 0
      ? ` ${numbers.count(before)} of the requests came before the command, in the minute in which it started.`
      : '';
  return `${counted}${latency}.${shared}`;
}
