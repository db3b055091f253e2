import * as vscode from 'vscode';
import { productName } from '../../ids';
import type { ImportedFile } from '../../protocol/importedFile';
import type { Collecting } from '../collecting';
import type { Dashboard } from '../dashboard/dashboard';
import type { ImportedDashboards } from '../dashboard/importedDashboards';
import type { ImportedFiles } from '../importedFiles';

/** What the commands work on. */
export interface ImportContext {
  readonly collecting: Collecting;
  readonly dashboard: Dashboard;
  readonly importedDashboards: ImportedDashboards;
  readonly importedFiles: ImportedFiles;
}

/**
 * Puts a file on the list and shows it beside the current target; by itself where that has nothing yet. An argument
 * `{ path }` names the file, here and below; a row of Targets too.
 */
export function compareWithFile(context: ImportContext, argument?: unknown): Promise<void> {
  return orShown(() => compare(context, argument));
}

/** Shows the dashboard of a file on the list. */
export function openImportedFile(
  { importedDashboards, importedFiles }: ImportContext,
  argument?: unknown,
): Promise<void> {
  return orShown(async () => {
    const file = await chosenFile(importedFiles, argument);
    if (file) importedDashboards.open(file);
  });
}

/** Takes a file off the list. */
export function removeImportedFile(
  { importedFiles }: ImportContext,
  argument?: unknown,
): Promise<void> {
  return orShown(async () => {
    const file = await chosenFile(importedFiles, argument);
    if (file) await importedFiles.remove(file.path);
  });
}

async function compare(
  { collecting, dashboard, importedDashboards, importedFiles }: ImportContext,
  argument: unknown,
): Promise<void> {
  const path = pathOf(argument) ?? (await askPath());
  if (path === undefined) return;
  const file = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Reading {0}', path),
    },
    () => importedFiles.add(path),
  );
  if (await collecting.store()) dashboard.open({ compare: { kind: 'file', path } });
  else importedDashboards.open(file);
}

async function askPath(): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Compare with Exported File'),
      openLabel: vscode.l10n.t('Compare'),
      filters: { SQLite: ['sqlite', 'db'], [vscode.l10n.t('All files')]: ['*'] },
    })) ?? [];
  if (uri && uri.scheme !== 'file') {
    throw new Error(
      vscode.l10n.t('{0} is not on a disk. Copy the file to one, and choose it there.', uri.path),
    );
  }
  return uri?.fsPath;
}

async function chosenFile(
  files: ImportedFiles,
  argument: unknown,
): Promise<ImportedFile | undefined> {
  const path = pathOf(argument);
  const named = files.list.find((file) => file.path === path);
  if (named) return named;
  if (files.list.length === 0) {
    const text = vscode.l10n.t(
      'No file was imported yet. Run "Compare with Exported File..." first.',
    );
    void vscode.window.showInformationMessage(`${productName}: ${text}`);
    return undefined;
  }
  const items = files.list.map((file) => ({ label: file.name, description: file.path, file }));
  const title = vscode.l10n.t('Which imported file?');
  return (await vscode.window.showQuickPick(items, { title }))?.file;
}

/** The path that an argument of a command names; it may come from anywhere. */
function pathOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { path } = argument as Readonly<Record<string, unknown>>;
  return typeof path === 'string' ? path : undefined;
}

async function orShown(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`${productName}: ${reason}`);
  }
}
