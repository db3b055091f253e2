import * as vscode from 'vscode';
import type { Budget, BudgetMistake, LineRange } from '../../budgets/budgets';
import type { JudgedBudget, Judgement } from '../../budgets/judge';
import { selectableName, selects } from '../../domain/endpointSelection';
import { numberFormat } from '../../domain/numberFormat';
import { shortestRange } from '../../domain/range';
import { commandIds, productName } from '../../ids';
import type { ErrorGroup } from '../../protocol/readModels';
import { judgementText, limitName, mistakeText } from '../../sentences/budgetText';
import { plainText } from '../surfaces/plainText';
import { commandUri } from '../surfaces/tooltip';
import { errorGroupText } from '../tree/errorText';
import type { JudgedFile } from './judgedFile';

/** Groups of errors that are told of a budget. */
const toldErrors = 3;

/** The mistakes of a file and the budgets that are broken, at their lines. */
export function problemsOf(uri: vscode.Uri, file: JudgedFile): readonly vscode.Diagnostic[] {
  const mistakes = file.budgets.mistakes.map(mistakeProblem);
  const broken = file.judged.flatMap((judged) =>
    judged.judgements
      .filter(({ verdict }) => verdict === 'broken')
      .map((judgement) => brokenProblem(uri, file, judged, judgement)),
  );
  return [...mistakes, ...broken];
}

/** What is said of a limit, after the name of its budget. */
export function sentenceOf(judgement: Judgement): string {
  return judgementText(judgement, numberFormat(vscode.env.language), vscode.l10n.t);
}

/** As the file calls it. */
export function budgetName(budget: Budget): string {
  return budget.kind === 'endpoints' ? budget.name : budget.kind;
}

export function rangeOf({ line, from, to }: LineRange): vscode.Range {
  return new vscode.Range(line, from, line, Math.max(to, from + 1));
}

function mistakeProblem(mistake: BudgetMistake): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(
    rangeOf(mistake.at),
    plainText(mistakeText(mistake, vscode.l10n.t)),
  );
  problem.source = productName;
  return problem;
}

function brokenProblem(
  uri: vscode.Uri,
  file: JudgedFile,
  judged: JudgedBudget,
  judgement: Judgement,
): vscode.Diagnostic {
  const { budget } = judged;
  const range = rangeOf(judgement.limit.at);
  const text = `${budgetName(budget)}: ${sentenceOf(judgement)}`;
  const problem = new vscode.Diagnostic(range, plainText(text));
  problem.source = productName;
  const { target, span } = file;
  const { endpoint } = judged;
  const argument = {
    target,
    ...(span && { range: shortestRange(Date.now() / 1000 - span.from) }),
    ...(endpoint && { endpoint }),
  };
  const address = commandUri({ command: commandIds.openDashboard, argument });
  problem.code = { value: limitName(judgement.limit), target: vscode.Uri.parse(address, true) };
  const isOfErrors = judgement.kind === 'errorRate' || judgement.kind === 'statuses';
  const groups = (isOfErrors ? errorsOf(budget, file.errors) : []).map((group) => {
    const { label, description } = errorGroupText(group, vscode.env.language, vscode.l10n.t);
    return `${label} · ${description}`;
  });
  problem.relatedInformation = [...groups, ...file.remarks].map(
    (own) =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), plainText(own)),
  );
  return problem;
}

function errorsOf(budget: Budget, errors: readonly ErrorGroup[]): readonly ErrorGroup[] {
  if (budget.kind === 'coverage') return [];
  const { method, ...path } = budget.selection;
  return errors
    .filter((group) => {
      const name = selectableName(group.endpoint);
      const selection = { ...path, method: group.anyMethod ? null : method };
      return selects(selection, { method: group.method, name });
    })
    .slice(0, toldErrors);
}
