import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { steppedSpan } from '../domain/range';
import type { TimeWindow } from '../domain/range';
import { errorMessage } from '../domain/errorMessage';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { DashboardQuery } from '../protocol/dashboardData';
import { reportHtml } from '../report/reportHtml';
import { reportJson } from '../report/reportJson';
import { reportMarkdown } from '../report/reportMarkdown';
import type { ReportAddition } from '../report/reportFacts';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { readApiCoverage, readDefinitions } from './apiCoverage';
import { budgetsFacts, budgetsSection } from './budgetsText';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { coverageSection } from './coverageText';
import { readBudgetsFile, readJudged } from './judgedBudgets';
import type { JudgedFile } from './judgedBudgets';
import { namedDatabase, nameOfDatabase } from './namedDatabase';
import { readArguments, refuseStray, required } from './options';
import type { Output } from './output';
import { spanOf } from './span';
import { CommandError, UsageError } from './usageError';

const writers = { html: reportHtml, markdown: reportMarkdown, json: reportJson };
type ReportFormat = keyof typeof writers;

/** Up to half a day is drawn minute by minute, so that it begins and ends at the minutes that were asked for. */
const mostSteps = 720;
/** Rows of the table of endpoints. */
const endpointLimit = 500;
/** The share of failed requests at which the chart of errors has its line. */
const errorRateThreshold = 0.05;

export const report: Command = {
  usage: `report --db FILE [--session NAME | [--from T] [--to T]] [--compare NAME] [--spec FILE...] [--budgets FILE]
        [--format ${Object.keys(writers).join('|')}] [--out FILE [--force]]`,
  about: `Writes what the dashboard shows of a database, which may be in use: as one HTML file, as Markdown for a pull request's
comment or a job's summary, or as JSON. Tells what changed since an earlier session, how budgets are kept, and what of
API documents was exercised. T is RFC 3339 or Unix seconds; without it all that is stored counts. Replaces an existing
file only with --force.`,
  run: writeReport,
};

async function writeReport(words: readonly string[], output: Output): Promise<void> {
  const names = [
    ...(['db', 'from', 'to', 'session', 'compare'] as const),
    ...(['budgets', 'format', 'out'] as const),
  ];
  const { options, flags, lists, subjects } = readArguments(words, names, ['force'], ['spec']);
  refuseStray(subjects[0], names);
  const database = namedDatabase(options.db);
  // A file is called as it was named, an address never as it was written.
  const target = 'file' in database ? required(options.db, 'db') : nameOfDatabase(database);
  const format = formatOf(options.format ?? 'html');
  const { budgets, session } = options;
  const judged = budgets === undefined ? null : await readBudgetsFile(budgets, lists.spec);
  const documents = await readDefinitions(lists.spec);
  const client = new QueryClient(database);
  try {
    const span = await spanOf(client, options);
    const compared = await comparedWindow(client, options.compare, span);
    let data = await client.reads.dashboard(queryOf(span, compared));
    const additions: ReportAddition[] = [];
    if (budgets !== undefined && judged) {
      const named = { db: target, file: budgets, budgets: judged, documents, session };
      additions.push(await budgetsAddition(client, named));
    }
    if (documents.length > 0) {
      const { from, to } = data.query;
      const read = await readApiCoverage(client, documents, { from, to });
      data = { ...data, notDefined: read.notDefined };
      const section = coverageSection({ ...read, span: { from, to }, documents: lists.spec });
      additions.push({ name: 'coverage', facts: read.coverage, section });
    }
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    const text = writers[format](
      { data, target, errorRateThreshold, madeAt: Date.now(), locale: 'en', additions },
      english,
    );
    if (options.out === undefined) output.exactResult(text);
    else await writeText(options.out, text, flags.has('force'));
  } finally {
    await client.close();
  }
}

async function budgetsAddition(client: QueryClient, file: JudgedFile): Promise<ReportAddition> {
  const report = await readJudged(client, file);
  if (!report) {
    throw new CommandError(`${file.file} has no window. Run check-budgets to see what is wrong.`);
  }
  return { name: 'budgets', facts: budgetsFacts(report), section: budgetsSection(report) };
}

async function comparedWindow(
  { reads }: QueryClient,
  session: string | undefined,
  { from }: TimeWindow,
): Promise<TimeWindow | null> {
  if (session === undefined) return null;
  const window = await chosenWindow(reads, session, {});
  if (window.from < from) return window;
  throw new UsageError(
    `--compare ${session} begins no earlier than the span of the report. Name the earlier session there.`,
  );
}

function queryOf({ from, to }: TimeWindow, compared: TimeWindow | null): DashboardQuery {
  return {
    ...steppedSpan(from, to, mostSteps),
    compareFrom: compared?.from ?? null,
    ...(compared && { compareTo: compared.to }),
    excludedEndpoints: internalEndpointPatterns,
    endpointPage: {
      ...{ search: '', column: 'requests', descending: true },
      ...{ offset: 0, limit: endpointLimit },
    },
    routes: null,
  };
}

async function writeText(out: string, text: string, replaces: boolean): Promise<void> {
  try {
    await writeFile(resolve(out), text, { flag: replaces ? 'w' : 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CommandError(
      exists
        ? `${out} exists already. Write --force to replace it.`
        : `${out} cannot be written: ${errorMessage(error)}`,
    );
  }
}

function formatOf(text: string): ReportFormat {
  if (Object.hasOwn(writers, text)) return text as ReportFormat;
  throw new UsageError(`--format ${text} is unknown. Write ${Object.keys(writers).join(', ')}.`);
}
