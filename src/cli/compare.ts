import type { TimeWindow } from '../domain/range';
import { internalEndpointPatterns } from '../mockforge/paths';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import type { TrafficReads } from '../store/trafficReader';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { compareFormats, compareText } from './compareText';
import type { CompareFormat } from './compareText';
import { momentOf } from './moment';
import { namedDatabase } from './namedDatabase';
import { readOptions, required } from './options';
import type { Output } from './output';
import { spanOf } from './span';
import { UsageError } from './usageError';

export const compare: Command = {
  usage: `compare --db FILE [--from T] [--to T | --session NAME] (--with-from T [--with-to T] | --with-session NAME)
        [--format ${compareFormats.join('|')}]`,
  about: `Tells which endpoints really differ between two spans, in errors and in latency, and of which the difference is not
more than noise. The span to compare with comes from --with-from on, as long as the other one unless --with-to
says otherwise. T is RFC 3339 or Unix seconds. What only one of the spans had (injected faults, gaps, restarts) is told
first. docs/comparison.md has the methods and their limits.`,
  run: tellDifferences,
};

async function tellDifferences(words: readonly string[], output: Output): Promise<void> {
  const names = [
    ...(['db', 'from', 'to', 'session'] as const),
    ...(['with-from', 'with-to', 'with-session', 'format'] as const),
  ];
  const options = readOptions(words, names);
  const database = namedDatabase(options.db);
  const format = formatOf(options.format);
  const client = new QueryClient(database);
  try {
    const after = await spanOf(client, options);
    const before = await spanBefore(client.reads, options, after);
    const excludedEndpoints = internalEndpointPatterns;
    const comparison = await client.reads.compareSpans({
      before: { ...before, excludedEndpoints },
      after: { ...after, excludedEndpoints },
    });
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    output.result(compareText(comparison, format));
  } finally {
    await client.close();
  }
}

type Reads = Pick<TrafficReads, 'sessions'>;
type Given<Name extends string> = Partial<Record<Name, string>>;

async function spanBefore(
  reads: Reads,
  options: Given<'with-session' | 'with-from' | 'with-to'>,
  after: TimeWindow,
): Promise<TimeWindow> {
  const { 'with-session': session, 'with-from': from, 'with-to': to } = options;
  if (session !== undefined) {
    if (from === undefined && to === undefined) return chosenWindow(reads, session, {});
    throw new UsageError('--with-session is a span already: leave --with-from and --with-to out.');
  }
  const start = momentOf(required(from, 'with-from'), 'with-from');
  const end = to === undefined ? start + after.to - after.from : momentOf(to, 'with-to');
  const window = { from: Math.floor(start), to: Math.ceil(end) };
  if (window.from >= window.to) throw new UsageError('--with-from must be before --with-to.');
  return window;
}

function formatOf(text = 'table'): CompareFormat {
  const format = compareFormats.find((known) => known === text);
  if (format) return format;
  throw new UsageError(`--format ${text} is unknown. Write ${compareFormats.join(', ')}.`);
}
