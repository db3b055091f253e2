import * as vscode from 'vscode';
import { budgetSpan } from '../../budgets/budgetSpan';
import type { Budgets } from '../../budgets/budgets';
import { judge, needsCoverage, selectionsOf } from '../../budgets/judge';
import { numberFormat } from '../../domain/numberFormat';
import { endOfSecond } from '../../domain/time';
import { remarksText } from '../../sentences/budgetText';
import type { ApiDocuments } from '../apiDocuments';
import type { Target } from '../target';
import type { JudgedFile } from './judgedFile';

/** Groups of errors that are read for budgets that are broken. */
const mostErrors = 100;

/** How budgets are kept by the traffic of a target up to now. */
export async function judgeFile(
  budgets: Budgets,
  target: Target,
  apiDocuments: ApiDocuments,
): Promise<JudgedFile> {
  const nothing: JudgedFile = {
    ...{ budgets, target: target.id, judged: [], span: null, remarks: [], errors: [] },
  };
  const { window, list } = budgets;
  const reader = window && list.length > 0 ? (await target.store())?.reader : undefined;
  if (!reader || !window) return nothing;
  const sessions = window.kind === 'session' ? await reader.sessions() : [];
  const span = budgetSpan(window, sessions, endOfSecond(Date.now()));
  if (!span) return nothing;
  const { excludedEndpoints } = target;
  const [traffic, covered] = await Promise.all([
    reader.selectionTraffic({ ...span, ...selectionsOf(budgets), excludedEndpoints }),
    needsCoverage(budgets)
      ? (await apiDocuments.load()).read(target, reader, { ...span, excludedEndpoints })
      : null,
  ]);
  const judged = judge(budgets, traffic, covered?.coverage ?? null);
  const isBroken = judged.some(({ judgements }) =>
    judgements.some(({ verdict }) => verdict === 'broken'),
  );
  const errors = isBroken
    ? await reader.errorGroups({ ...span, excludedEndpoints }, mostErrors)
    : [];
  const numbers = numberFormat(vscode.env.language);
  const remarks = remarksText(span, traffic, numbers, vscode.l10n.t);
  return { ...nothing, judged, span, remarks, errors };
}
