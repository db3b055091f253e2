import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Budgets } from '../budgets/budgets';
import { errorMessage } from '../domain/errorMessage';
import { mistakeText } from '../sentences/budgetText';
import { storeFaultText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { QueryClient } from '../store/reader/queryClient';
import { readDefinitions } from './apiCoverage';
import type { BudgetsReport, BudgetsFormat } from './budgetsText';
import { brokenLines, budgetsFormats, budgetsJunit, budgetsText, summaryOf } from './budgetsText';
import type { Command } from './command';
import { readBudgetsFile, readJudged } from './judgedBudgets';
import { namedDatabase, nameOfDatabase } from './namedDatabase';
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
  const database = namedDatabase(options.db);
  const db = 'file' in database ? required(options.db, 'db') : nameOfDatabase(database);
  const file = required(options.budgets, 'budgets');
  const format = formatOf(options.format ?? 'table');
  const budgets = await readBudgetsFile(file, lists.spec);
  for (const mistake of budgets.mistakes) {
    output.note(`${file}:${mistake.at.line + 1}: ${mistakeText(mistake, english)}`);
  }
  const documents = await readDefinitions(lists.spec);
  const client = new QueryClient(database);
  try {
    const { session } = options;
    const report = await readJudged(client, { db, file, budgets, documents, session });
    if (!report) throw mistaken(file, budgets);
    const leftOut = await client.leftOut();
    if (leftOut !== null) output.note(storeFaultText(leftOut, english));
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
