import * as vscode from 'vscode';
import type { Budgets } from '../../budgets/budgets';
import { budgetsFileName } from '../../budgets/budgetsFileName';
import { readBudgets } from '../../budgets/readBudgets';
import { systemClock } from '../../collector/systemClock';
import { commandIds, productName } from '../../ids';
import type { ApiDocuments } from '../apiDocuments';
import type { BrokenBudget, BrokenBudgets } from '../brokenBudgets';
import { coalesced } from '../coalesced';
import { DisposableStore } from '../disposableStore';
import type { Log } from '../surfaces/log';
import type { Targets } from '../targets';
import type { ViewedTarget } from '../viewedTarget';
import { problemsOf, sentenceOf } from './budgetProblems';
import { BudgetTests } from './budgetTests';
import type { JudgedFile } from './judgedFile';
import { judgeFile } from './judgeFile';
import { schemaHelp } from './schemaHelp';

/** So long after the last key a file is read, ms. */
const settleMs = 300;

/** What budgets are judged by, and who is told of them. */
export interface BudgetSources {
  readonly targets: Targets;
  /** Whichever is current. */
  readonly current: ViewedTarget;
  readonly apiDocuments: ApiDocuments;
  readonly broken: BrokenBudgets;
  readonly log: Log;
}

/** A file as it was read. */
interface ReadFile {
  readonly text: string;
  readonly budgets: Budgets;
}

/** Judges the budgets of the workspace folders by the current target after each commit. */
export class TrafficBudgets implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #owned = new DisposableStore();
  readonly #sources: BudgetSources;
  readonly #problems = this.#owned.add(vscode.languages.createDiagnosticCollection(productName));
  readonly #tests: BudgetTests;
  /** By their addresses. */
  #files: ReadonlyMap<string, ReadFile> = new Map();
  #areFilesCurrent = false;
  #stopWaiting: (() => void) | undefined;

  constructor(sources: BudgetSources) {
    this.#sources = sources;
    this.#tests = this.#owned.add(new BudgetTests(() => this.#judge()));
    const judge = coalesced(
      async () => {
        await this.#judge();
      },
      (error) => {
        sources.log.error(error);
      },
    );
    const readAgain = (): void => {
      this.#areFilesCurrent = false;
      judge();
    };
    const watcher = this.#owned.add(
      vscode.workspace.createFileSystemWatcher(`**/${budgetsFileName}`),
    );
    for (const listening of [
      schemaHelp(),
      vscode.languages.registerCodeActionsProvider({ pattern: `**/${budgetsFileName}` }, this),
      watcher.onDidChange(readAgain),
      watcher.onDidCreate(readAgain),
      watcher.onDidDelete(readAgain),
      vscode.workspace.onDidChangeWorkspaceFolders(readAgain),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isOfBudgets(document)) readAgain();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (isOfBudgets(document)) readAgain();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!isOfBudgets(document)) return;
        this.#stopWaiting?.();
        this.#stopWaiting = systemClock.schedule(systemClock.now() + settleMs, readAgain);
      }),
      sources.current.onDidCommit(judge),
    ]) {
      this.#owned.add(listening);
    }
    judge();
  }

  provideCodeActions(
    _document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const { t } = vscode.l10n;
    return diagnostics
      .filter(({ source, code }) => source === productName && typeof code === 'object')
      .flatMap((problem) => {
        const { target } = problem.code as { readonly target: vscode.Uri };
        const [place] = JSON.parse(target.query || '[]') as readonly unknown[];
        return [
          fix(problem, t('Open in Dashboard'), commandIds.openDashboard, [place]),
          fix(problem, t('Show Recent Errors'), commandIds.showRecentErrors, []),
        ];
      });
  }

  dispose(): void {
    this.#stopWaiting?.();
    this.#sources.broken.tell([]);
    this.#owned.dispose();
  }

  /** Judges all files and tells of it; gives them by their addresses. */
  async #judge(): Promise<ReadonlyMap<string, JudgedFile>> {
    const { targets, apiDocuments, broken } = this.#sources;
    if (!this.#areFilesCurrent) {
      this.#areFilesCurrent = true;
      this.#files = await readFiles(this.#files);
    }
    const judged = new Map<string, JudgedFile>();
    for (const [name, { budgets }] of this.#files) {
      judged.set(name, await judgeFile(budgets, targets.current, apiDocuments));
    }
    this.#problems.clear();
    for (const [name, file] of judged) {
      const uri = vscode.Uri.parse(name);
      this.#problems.set(uri, problemsOf(uri, file));
    }
    this.#tests.show(judged);
    broken.tell([...judged.values()].flatMap(brokenIn));
    return judged;
  }
}

/** The files of all workspace folders as they are being written, or as they are stored. */
async function readFiles(
  known: ReadonlyMap<string, ReadFile>,
): Promise<ReadonlyMap<string, ReadFile>> {
  const files = new Map<string, ReadFile>();
  for (const { uri: folder } of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder, budgetsFileName);
    const text = await textOf(uri);
    if (text === null) continue;
    const before = known.get(uri.toString());
    const file = before?.text === text ? before : { text, budgets: readBudgets(text) };
    files.set(uri.toString(), file);
  }
  return files;
}

/** Null where there is none, though the editor may still have the text of one that was deleted. */
async function textOf(uri: vscode.Uri): Promise<string | null> {
  const stored = await vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );
  const written = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  return stored === null ? null : (written?.getText() ?? stored);
}

function isOfBudgets({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith(`/${budgetsFileName}`);
}

/** The budgets of single endpoints that are broken. */
function brokenIn({ judged }: JudgedFile): readonly BrokenBudget[] {
  return judged.flatMap(({ budget, endpoint, judgements }) => {
    const broken = judgements.find(({ verdict }) => verdict === 'broken');
    const isOfOne = budget.kind === 'endpoints' && !budget.selection.isBeginning;
    if (!broken || !isOfOne || !endpoint) return [];
    return [{ method: endpoint.method, endpoint: endpoint.endpoint, text: sentenceOf(broken) }];
  });
}

function fix(
  problem: vscode.Diagnostic,
  title: string,
  command: string,
  args: unknown[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: args };
  action.diagnostics = [problem];
  return action;
}
