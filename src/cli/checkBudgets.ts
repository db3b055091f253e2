import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Budgets } from '../budgets/budgets';
import { budgetSpan } from '../budgets/budgetSpan';
import { judge, needsCoverage, selectionsOf } from '../budgets/judge';
import { readBudgets } from '../budgets/readBudgets';
import { errorMessage } from '../domain/errorMessage';
import type { TimeWindow } from '../domain/range';
import { internalEndpointPatterns } from '../mockforge/paths';
import { mistakeText } from '../sentences/budgetText';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { readApiCoverage, readDefinitions } from './apiCoverage';
import type { BudgetsReport, BudgetsFormat } from './budgetsText';
import { brokenLines, budgetsFormats, budgetsJunit, budgetsText, summaryOf } from './budgetsText';
import { chosenWindow } from './chosenSession';
import type { Command } from './command';
import { storeParts } from './dist';
import { readArguments, refuseStray, required } from './options';
import type { Output } from './output';
import { CommandError, ExitCode, UsageError } from './usageError';

export const checkBudgets: Command = {
  usage: `check-budgets --db FILE --budgets FILE [--spec FILE...] [--session NAME] [--junit FILE]
         [--format ${budgetsFormats.join('|')}]`,
  about: `Tells whether the traffic keeps the limits of a traffic-budgets.yaml. Its window ends at the newest moment that was
collected; --session judges a session in its place. --spec names the API documents of which budgets ask for coverage.
Exits with 1 where a limit is broken, and with 2 where the file has mistakes, which are named by their lines.`,
  run: tellBudgets,
};

/** Tells how the limits are kept, then refuses what is mistaken or broken. */
async function tellBudgets(words: readonly string[], output: Output): Promise<void> {
  const names = ['db', 'budgets', 'session', 'junit', 'format'] as const;
  const { options, lists, subjects } = readArguments(words, names, [], ['spec']);
  refuseStray(subjects[0], names);
  const db = required(options.db, 'db');
  const file = required(options.budgets, 'budgets');
  const format = formatOf(options.format ?? 'table');
  const budgets = readBudgets(await textOf(file));
  if (needsCoverage(budgets) && lists.spec.length === 0) {
    throw new UsageError(`--spec is missing: ${file} has a budget of coverage.`);
  }
  for (const mistake of budgets.mistakes) {
    output.note(`${file}:${mistake.at.line + 1}: ${mistakeText(mistake, english)}`);
  }
  const documents = await readDefinitions(lists.spec);
  const client = new QueryClient({ ...storeParts, file: resolve(db) });
  try {
    const span = await spanOf(client, db, budgets, options.session);
    if (!span) throw mistaken(file, budgets);
    const traffic = await client.reads.selectionTraffic({
      ...{ ...span, ...selectionsOf(budgets), excludedEndpoints: internalEndpointPatterns },
    });
    const covered = documents.length > 0 ? await readApiCoverage(client, documents, span) : null;
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
    const judged = judge(budgets, traffic, covered?.coverage ?? null);
    const report: BudgetsReport = { file, span, budgets, judged, traffic };
    output.result(budgetsText(report, format));
    if (options.junit !== undefined) await writeJunit(options.junit, report);
    if (budgets.mistakes.length > 0) throw mistaken(file, budgets);
    const broken = brokenLines(report);
    if (broken.length > 0) throw new CommandError(summaryOf(report), broken);
  } finally {
    await client.close();
  }
}

function mistaken(file: string, { mistakes }: Budgets): ExitCode {
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  return new ExitCode(2, `${file} has ${count}.`);
}

/** Null where the file names no window that can be understood. */
async function spanOf(
  { reads }: QueryClient,
  db: string,
  { window }: Budgets,
  session: string | undefined,
): Promise<TimeWindow | null> {
  if (session !== undefined) return chosenWindow(reads, session, {});
  if (!window) return null;
  const stored = await reads.storedSpan();
  if (!stored) throw new CommandError(`${db} holds no traffic.`);
  if (window.kind === 'session' && window.name !== null) {
    return chosenWindow(reads, window.name, {});
  }
  const span = budgetSpan(window, await reads.sessions(), stored.to);
  if (!span) throw new CommandError(`${db} holds no session.`);
  return span;
}

async function textOf(file: string): Promise<string> {
  return readFile(resolve(file), 'utf8').catch((error: unknown) => {
    throw new ExitCode(2, `${file} cannot be read: ${errorMessage(error)}`);
  });
}

async function writeJunit(file: string, report: BudgetsReport): Promise<void> {
  await writeFile(resolve(file), budgetsJunit(report)).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be written: ${errorMessage(error)}`);
  });
}

function formatOf(text: string): BudgetsFormat {
  const format = budgetsFormats.find((known) => known === text);
  if (format) return format;
  throw new UsageError(`--format ${text} is unknown. Write ${budgetsFormats.join(', ')}.`);
}
