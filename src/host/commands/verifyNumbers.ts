import * as vscode from 'vscode';
import { systemClock } from '../../collector/systemClock';
import * as verify from '../../collector/verify/verifyNumbers';
import type { ResultTable } from '../../domain/resultTable';
import { verificationOutcome } from '../../sentences/failureTexts';
import type { VerificationOutcome } from '../../sentences/verificationText';
import { collectedCountsSql, verifiedStore } from '../../store/verify/readCollected';
import type { Queries } from '../queries/queries';
import { inform, warn } from '../surfaces/notifications';
import { withQuietProgress } from '../surfaces/progress';
import type { Target } from '../target';
import { storeOrNotice } from './storeOrNotice';

/** As long as collecting waits for a scrape, ms. */
const timeoutMs = 10_000;

/**
 * Scrapes, compares the stored counts of the running server with its counters, and shows cells that differ in a table.
 * @param server the target's name where there are several
 */
export async function verifyNumbers(
  target: Target,
  server: string | null,
  queries: () => Promise<Queries>,
): Promise<void> {
  const store = await storeOrNotice(target);
  if (!store) return;
  const outcome = await withQuietProgress(vscode.l10n.t('Verifying numbers'), async () => {
    await target.scrapeNow();
    const stored = verifiedStore((sql, limit) => store.reader.readSql(sql, limit));
    const verified = await verify.verifyNumbers(
      stored,
      { http: target.http, clock: systemClock, timeoutMs },
      target.settings,
    );
    return verificationOutcome(verified, vscode.l10n.t, vscode.env.language);
  });
  const { summary, remarks, cells, isEqual } = outcome;
  const said = [summary, ...remarks].join(' ');
  (isEqual ? inform : warn)(server === null ? said : `${server}: ${said}`);
  if (cells.length === 0) return;
  const title = vscode.l10n.t('Cells That Differ');
  await (await queries()).showTable(title, target, collectedCountsSql, tableOf(outcome));
}

function tableOf({ columns, cells }: VerificationOutcome): ResultTable {
  return {
    columns: columns.map((name, column) => ({
      name,
      values: cells.map((cell) => cell[column] ?? null),
    })),
    rowCount: cells.length,
    cut: false,
  };
}
