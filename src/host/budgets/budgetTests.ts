import * as vscode from 'vscode';
import { budgetsFileName } from '../../budgets/budgetsFileName';
import type { Budget } from '../../budgets/budgets';
import type { JudgedBudget } from '../../budgets/judge';
import { numberFormat } from '../../domain/numberFormat';
import { budgetTestsId } from '../../ids';
import { limitName, limitText, mistakeText } from '../../sentences/budgetText';
import { plainLabel, plainText } from '../surfaces/plainText';
import { budgetName, rangeOf, sentenceOf } from './budgetProblems';
import type { JudgedFile } from './judgedFile';

/** Files of budgets as they are now, by their addresses. */
type JudgedFiles = ReadonlyMap<string, JudgedFile>;

/** Each budget as a test, which is run by judging it now. */
export class BudgetTests implements vscode.Disposable {
  readonly #controller: vscode.TestController;
  readonly #judgeNow: () => Promise<JudgedFiles>;
  /** What is shown of each file. */
  readonly #shown = new Map<string, JudgedFile['budgets']>();

  constructor(judgeNow: () => Promise<JudgedFiles>) {
    const { t } = vscode.l10n;
    this.#judgeNow = judgeNow;
    this.#controller = vscode.tests.createTestController(budgetTestsId, t('Traffic Budgets'));
    this.#controller.createRunProfile(
      t('Check Now'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.#run(request, token),
      true,
    );
  }

  /** Shows the budgets of files, in their order; those of a file that is the same stay. */
  show(files: JudgedFiles): void {
    for (const name of [...this.#shown.keys()].filter((known) => !files.has(known))) {
      this.#shown.delete(name);
      this.#controller.items.delete(name);
    }
    for (const [name, { budgets }] of files) {
      if (this.#shown.get(name) === budgets) continue;
      this.#shown.set(name, budgets);
      const uri = vscode.Uri.parse(name);
      const item = this.#controller.createTestItem(name, labelOf(uri), uri);
      const [mistake] = budgets.mistakes;
      if (mistake) item.error = plainText(mistakeText(mistake, vscode.l10n.t));
      item.children.replace(budgets.list.map((budget, index) => this.#item(uri, budget, index)));
      this.#controller.items.add(item);
    }
  }

  dispose(): void {
    this.#controller.dispose();
  }

  #item(uri: vscode.Uri, budget: Budget, index: number): vscode.TestItem {
    const numbers = numberFormat(vscode.env.language);
    const item = this.#controller.createTestItem(
      String(index),
      plainLabel(budgetName(budget)),
      uri,
    );
    item.range = rangeOf(budget.at);
    item.sortText = String(index).padStart(5, '0');
    item.description = budget.limits
      .map((limit) => `${limitName(limit)} ${limitText(limit, numbers)}`)
      .join(' · ');
    return item;
  }

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const files = await this.#judgeNow();
    const run = this.#controller.createTestRun(request);
    try {
      const roots = request.include ?? itemsOf(this.#controller.items);
      for (const item of roots.flatMap(budgetsIn)) {
        if (token.isCancellationRequested) return;
        if (!request.exclude?.includes(item)) tell(run, item, files);
      }
    } finally {
      run.end();
    }
  }
}

function tell(run: vscode.TestRun, item: vscode.TestItem, files: JudgedFiles): void {
  const { t } = vscode.l10n;
  const file = files.get(item.parent?.id ?? '');
  const judged = file?.judged[Number(item.id)];
  run.started(item);
  if (!judged) {
    say(run, item, t('Nothing was collected that the budget could be judged by.'));
    run.skipped(item);
    return;
  }
  const { judgements } = judged;
  const texts = [...judgements.map(sentenceOf), ...file.remarks];
  for (const text of texts) say(run, item, text);
  const broken = judgements.filter(({ verdict }) => verdict === 'broken');
  if (broken.length > 0) run.failed(item, messagesOf(item, judged));
  else if (judgements.some(({ verdict }) => verdict === 'held')) run.passed(item);
  else run.skipped(item);
}

/** A message at the line of each limit that is broken. */
function messagesOf(
  { uri }: vscode.TestItem,
  { judgements }: JudgedBudget,
): readonly vscode.TestMessage[] {
  return judgements
    .filter(({ verdict }) => verdict === 'broken')
    .map((judgement) => {
      const message = new vscode.TestMessage(plainText(sentenceOf(judgement)));
      if (uri) message.location = new vscode.Location(uri, rangeOf(judgement.limit.at));
      return message;
    });
}

function say(run: vscode.TestRun, item: vscode.TestItem, text: string): void {
  run.appendOutput(`${plainText(`${item.label}: ${text}`)}\r\n`, undefined, item);
}

/** The budgets of a file, or the one. */
function budgetsIn(item: vscode.TestItem): readonly vscode.TestItem[] {
  return item.parent ? [item] : itemsOf(item.children);
}

function itemsOf(items: vscode.TestItemCollection): readonly vscode.TestItem[] {
  return [...items].map(([, item]) => item);
}

/** The name of the file, and where there are several workspace folders that of its own. */
function labelOf(uri: vscode.Uri): string {
  const isOne = (vscode.workspace.workspaceFolders ?? []).length <= 1;
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.name ?? '';
  return isOne ? budgetsFileName : plainLabel(`${folder}/${budgetsFileName}`);
}
