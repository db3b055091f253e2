import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { contractCoverage } from '../definition/contractCoverage';
import type { Definition, NamedText } from '../definition/definition';
import { matchOperations } from '../definition/matchOperations';
import { readDefinition } from '../definition/readDefinition';
import { errorMessage } from '../domain/errorMessage';
import type { TimeWindow } from '../domain/range';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { ContractCoverage, OperationState } from '../protocol/contractCoverage';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { judgedMinimums } from './coverageMinimums';
import type { CoverageFormat, CoverageReport } from './coverageText';
import { coverageFormats, coverageText } from './coverageText';
import { storeParts } from './dist';
import { momentOf } from './moment';
import { readArguments, refuseStray, required } from './options';
import type { Output } from './output';
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
  const file = resolve(required(options.db, 'db'));
  if (lists.spec.length === 0) throw new UsageError('--spec is missing.');
  const format = formatOf(options.format ?? 'table');
  const minimums = {
    operations: percentOf(options['min-operations'], 'min-operations'),
    statuses: percentOf(options['min-statuses'], 'min-statuses'),
  };
  const documents = await Promise.all(lists.spec.map(definitionIn));
  const client = new QueryClient({ ...storeParts, file });
  try {
    const span = await spanOf(client, file, options);
    const answers = await client.reads.answers({
      ...span,
      excludedEndpoints: internalEndpointPatterns,
    });
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    const report: CoverageReport = {
      coverage: contractCoverage(
        documents.map((document) => ({
          operations: document.operations,
          endpoints: matchOperations(document, [], answers.endpoints),
        })),
        answers.endpoints,
      ),
      answers,
      span,
      documents: lists.spec,
      minimums,
    };
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

async function definitionIn(file: string): Promise<Definition> {
  const path = resolve(file);
  const document = await textOf(path).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${errorMessage(error)}`);
  });
  const definition = await readDefinition(document, readBeside);
  if (definition) return definition;
  throw new CommandError(
    `${file} is no API document: it needs openapi: 3, swagger: "2.0" or MockForge's routes:, and must parse as YAML or JSON.`,
  );
}

/** Documents are read from the disk only, never from an address. */
async function readBeside(reference: string, base: string): Promise<NamedText | null> {
  if (/^[a-z][a-z\d+.-]+:/i.test(reference)) return null;
  const path = isAbsolute(reference) ? reference : join(dirname(base), reference);
  return textOf(path).catch(() => null);
}

async function textOf(path: string): Promise<NamedText> {
  return { name: path, text: await readFile(path, 'utf8') };
}

async function spanOf(
  client: QueryClient,
  file: string,
  options: Partial<Record<'from' | 'to' | 'session', string>>,
): Promise<TimeWindow> {
  if (options.session !== undefined) return chosenWindow(client.reads, options.session, options);
  const stored = await client.reads.storedSpan();
  if (!stored) throw new CommandError(`${file} holds no traffic.`);
  const from =
    options.from === undefined ? stored.from : Math.floor(momentOf(options.from, 'from'));
  const to = options.to === undefined ? stored.to : Math.ceil(momentOf(options.to, 'to'));
  if (from >= to) throw new UsageError('--from must be before --to.');
  return { from, to };
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
