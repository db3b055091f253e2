import type { Session } from '../domain/session';
import { sessionName } from '../domain/session';
import type { ResultTable } from '../domain/resultTable';
import { endOfSecond, isoTime, toSeconds } from '../domain/time';
import { noticesText, storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import type { TrafficStore } from '../store/trafficStore';
import { openStore } from '../store/writer/storeClient';
import type { Command } from './command';
import type { NamedDatabase } from './namedDatabase';
import { namedDatabase, writtenDatabase } from './namedDatabase';
import { assertTraffic } from './assertTraffic';
import { readArguments, refuseStray, required } from './options';
import type { Output } from './output';
import { resultText } from './resultText';
import { CommandError, UsageError } from './usageError';

const formats = ['table', 'json'] as const;
type Format = (typeof formats)[number];

export const session: Command = {
  usage: `session start --db FILE --name NAME
session end --db FILE [--name NAME]
session list --db FILE [--format ${formats.join('|')}]`,
  about: `Gives a span of time a name, from its start to its end, whoever collects meanwhile. Without a name, the one session
that is running ends. Lists sessions newest first, with their times in UTC.`,
  run: doWithSession,
};

/** @throws UsageError where it is missing or blank */
export function nameOf(text: string | undefined): string {
  const name = sessionName(required(text, 'name'));
  if (name === null) throw new UsageError('--name is blank.');
  return name;
}

async function doWithSession(words: readonly string[], output: Output): Promise<void> {
  const names = ['db', 'name', 'format'] as const;
  const { options, subjects } = readArguments(words, names, []);
  const [act, stray] = subjects;
  refuseStray(stray, names);
  switch (act) {
    case 'start': {
      const database = writtenDatabase(options.db);
      const name = nameOf(options.name);
      const at = toSeconds(Date.now());
      await withStore(database, output, ({ writer }) => writer.startSession(name, at));
      output.note(`Session “${name}” is running.`);
      return;
    }
    case 'end': {
      const database = writtenDatabase(options.db);
      const name = options.name === undefined ? undefined : nameOf(options.name);
      const at = endOfSecond(Date.now());
      // One that is not there is not made.
      await assertTraffic(database);
      const ended = await withStore(database, output, async ({ writer, reader }) =>
        writer.endSession(name ?? onlyRunning(await reader.sessions()), at),
      );
      output.note(`Session “${ended.name}” has ended.`);
      return;
    }
    case 'list':
      await list(namedDatabase(options.db), formatOf(options.format), output);
      return;
    default:
      throw new UsageError('Write session start, session end or session list.');
  }
}

async function withStore<Result>(
  database: NamedDatabase,
  output: Output,
  work: (store: TrafficStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(database);
  try {
    // Whoever collects marks the session for this command, which has nothing else to tell then.
    const isOurs = (await store.writer.otherCollector()) === null;
    const notice = isOurs ? noticesText(store.maintenance.opened.notices, english) : null;
    if (notice !== null) output.note(notice);
    return await work(store);
  } finally {
    await store.close();
  }
}

async function list(database: NamedDatabase, format: Format, output: Output): Promise<void> {
  const client = new QueryClient(database);
  try {
    const sessions = await client.reads.sessions();
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    output.result(resultText(tableOf(sessions), format));
  } finally {
    await client.close();
  }
}

function onlyRunning(sessions: readonly Session[]): string {
  const running = sessions.filter(({ to }) => to === null);
  const [only, ...others] = running;
  if (!only) throw new CommandError('No session is running.');
  if (others.length === 0) return only.name;
  throw new CommandError(
    'Several sessions are running. Choose one with --name.',
    running.map(({ name }) => `  ${name}`),
  );
}

function tableOf(sessions: readonly Session[]): ResultTable {
  const timeOf = (seconds: number | null): string | null =>
    seconds === null ? null : isoTime(seconds);
  return {
    columns: [
      { name: 'name', values: sessions.map(({ name }) => name) },
      { name: 'from', values: sessions.map(({ from }) => timeOf(from)) },
      { name: 'to', values: sessions.map(({ to }) => timeOf(to)) },
    ],
    rowCount: sessions.length,
    cut: false,
  };
}

function formatOf(text = 'table'): Format {
  const format = formats.find((known) => known === text);
  if (format) return format;
  throw new UsageError(`--format ${text} is unknown. Write ${formats.join(' or ')}.`);
}
