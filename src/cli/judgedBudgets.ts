import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Budgets } from '../budgets/budgets';
import { budgetSpan } from '../budgets/budgetSpan';
import { judge, needsCoverage, selectionsOf } from '../budgets/judge';
import { readBudgets } from '../budgets/readBudgets';

import { errorMessage } from '../domain/errorMessage';
import type { TimeWindow } from '../domain/range';
import { internalEndpointPatterns } from '../mockforge/paths';
import type { QueryClient } from '../store/reader/queryClient';
import type { NamedDefinition } from './apiCoverage';
import { readApiCoverage } from './apiCoverage';
import type { BudgetsReport } from './budgetsText';
import { chosenWindow } from './chosenSession';
import { CommandError, ExitCode, UsageError } from './usageError';

/** What is judged, by what. */
export interface JudgedFile {
  /** The database, as it was named. */
  readonly db: string;
  /** The file of budgets, as it was named. */
  readonly file: string;
  readonly budgets: Budgets;
  readonly documents: readonly NamedDefinition[];
  /** Judged in place of the file's window. */
  readonly session: string | undefined;
}

/**
 * Budgets, and what is mistaken about them.
 * @param specs API documents that were named
 * @throws ExitCode 2 for a file that cannot be read, UsageError where it asks for coverage of no document
 */
export async function readBudgetsFile(file: string, specs: readonly string[]): Promise<Budgets> {
  const budgets = readBudgets(await textOf(file));
  if (!needsCoverage(budgets) || specs.length > 0) return budgets;
  throw new UsageError(`--spec is missing: ${file} has a budget of coverage.`);
}

/** How budgets are kept; null where their file names no window that can be understood. */
export async function readJudged(
  client: QueryClient,
  { db, file, budgets, documents, session }: JudgedFile,
): Promise<BudgetsReport | null> {
  const span = await spanOf(client, db, budgets, session);
  if (!span) return null;
  const traffic = await client.reads.selectionTraffic({
    ...{ ...span, ...selectionsOf(budgets), excludedEndpoints: internalEndpointPatterns },
  });
  const covered = documents.length > 0 ? await readApiCoverage(client, documents, span) : null;
  const judged = judge(budgets, traffic, covered?.coverage ?? null);
  return { file, span, budgets, judged, traffic };
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
