import type { ContractCoverage, OperationState } from '../protocol/contractCoverage';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { readApiCoverage, readDefinitions } from './apiCoverage';
import type { Command } from './command';
import { judgedMinimums } from './coverageMinimums';
import type { CoverageFormat, CoverageReport } from './coverageText';
import { coverageFormats, coverageText } from './coverageText';
import { namedDatabase } from './namedDatabase';
import { readArguments, refuseStray } from './options';
import type { Output } from './output';
import { spanOf } from './span';
import { CommandError, UsageError } from './usageError';

export const coverage: Command = {
  usage: `coverage --db FILE --spec FILE... [--from T] [--to T | --session NAME] [--min-operations PERCENT] [--min-statuses PERCENT] [--format ${coverageFormats.join('|')}]`,
  about: `Tells which operations of API documents (OpenAPI, Swagger 2, MockForge's own files) a client exercised, and which of
their statuses it saw. T is RFC 3339 or Unix seconds; without it all that is stored counts. Exits with 1 where less than
a minimum was exercised or seen, and lists what is missing.`,
  run: tellCoverage,
};

/** Tells them, then refuses what is below a minimum. */
async function tellCoverage(words: readonly string[], output: Output): Promise<void> {
  const names = [
    'db',
    'from',
    'to',
    'session',
    'min-operations',
    'min-statuses',
    'format',
  ] as const;
  const { options, lists, subjects } = readArguments(words, names, [], ['spec']);
  refuseStray(subjects[0], names);
  const database = namedDatabase(options.db);
  if (lists.spec.length === 0) throw new UsageError('--spec is missing.');
  const format = formatOf(options.format ?? 'table');
  const minimums = {
    operations: percentOf(options['min-operations'], 'min-operations'),
    statuses: percentOf(options['min-statuses'], 'min-statuses'),
  };
  const documents = await readDefinitions(lists.spec);
  const client = new QueryClient(database);
  try {
    const span = await spanOf(client, options);
    const report: CoverageReport = {
      ...(await readApiCoverage(client, documents, span)),
      span,
      documents: lists.spec,
      minimums,
    };
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    output.result(coverageText(report, format));
    refuseBelow(report);
  } finally {
    await client.close();
  }
}

function refuseBelow({ coverage, minimums }: CoverageReport): void {
  const missed = judgedMinimums(coverage, minimums).filter(({ isMet }) => !isMet);
  if (missed.length === 0) return;
  const missesStatuses = missed.some(({ name }) => name === 'statuses');
  const missing = missingOf(coverage, missesStatuses ? ['partly', 'never'] : ['never']);
  throw new CommandError(missed.map(({ text }) => text).join(' '), missing);
}

/** The operations that keep a minimum from being met: where statuses are missing also those that were exercised partly. */
function missingOf(
  { list }: ContractCoverage,
  states: readonly OperationState[],
): readonly string[] {
  return list
    .filter(({ state, deprecated }) => states.includes(state) && !deprecated)
    .map(
      ({ state, method, path }) =>
        `  ${state === 'never' ? 'never ' : 'partly'}  ${method} ${path}`,
    );
}

function formatOf(text: string): CoverageFormat {
  const format = coverageFormats.find((known) => known === text);
  if (format) return format;
  throw new UsageError(`--format ${text} is unknown. Write ${coverageFormats.join(', ')}.`);
}

function percentOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
  const percent = Number(digits ?? NaN);
  if (percent <= 100) return percent;
  throw new UsageError(`--${option} ${text} is not a percentage. Write a number from 0 to 100.`);
}
