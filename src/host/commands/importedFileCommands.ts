import * as vscode from 'vscode';
import type { ImportedFile } from '../../protocol/importedFile';
import type { Dashboards } from '../dashboard/dashboards';
import type { ImportedDashboards } from '../dashboard/importedDashboards';
import type { ImportedFiles } from '../importedFiles';
import { inform } from '../surfaces/notifications';
import { withProgress } from '../surfaces/progress';
import { askForFile, pick } from '../surfaces/questions';
import type { Target } from '../target';
import { localPathOf, pathOf } from './commandArguments';

/** What the commands work on. */
export interface ImportContext {
  readonly dashboards: Dashboards;
  readonly importedDashboards: ImportedDashboards;
  readonly importedFiles: ImportedFiles;
}

/**
 * Puts a file on the list and shows it beside a target; alone if that has nothing yet, or is in a team's store. An argument
 * `{ path }` names the file, here and below; a row of Targets too.
 */
export async function compareWithFile(
  { dashboards, importedDashboards, importedFiles }: ImportContext,
  target: Target,
  argument?: unknown,
): Promise<void> {
  const path = localPathOf(argument) ?? (await askPath());
  if (path === undefined) return;
  const file = await withProgress(vscode.l10n.t('Reading {0}', path), () =>
    importedFiles.add(path),
  );
  const isComparable = target.location.file !== null && (await target.store()) !== undefined;
  if (isComparable) dashboards.open(target, { compare: { kind: 'file', path } });
  else importedDashboards.open(file);
}

/** Shows the dashboard of a file on the list. */
export async function openImportedFile(
  { importedDashboards, importedFiles }: ImportContext,
  argument?: unknown,
): Promise<void> {
  const file = await chosenFile(importedFiles, argument);
  if (file) importedDashboards.open(file);
}

/** Takes a file off the list. */
export async function removeImportedFile(
  { importedFiles }: ImportContext,
  argument?: unknown,
): Promise<void> {
  const file = await chosenFile(importedFiles, argument);
  if (file) await importedFiles.remove(file);
}

/** Shows the sample data: a recorded server, for whom none is running. */
export async function trySampleData({
  importedDashboards,
  importedFiles,
}: ImportContext): Promise<void> {
  importedDashboards.open(await importedFiles.addSample());
}

/** Deletes the sample data and closes what shows them. */
export async function removeSampleData({ importedFiles }: ImportContext): Promise<void> {
  const { sample } = importedFiles;
  if (sample) await importedFiles.remove(sample);
  else inform(vscode.l10n.t('There is no sample data to remove.'));
}

async function askPath(): Promise<string | undefined> {
  const title = vscode.l10n.t('Compare with Exported File');
  const kinds = { SQLite: ['sqlite', 'db'], [vscode.l10n.t('All files')]: ['*'] };
  const uri = await askForFile({ title, kinds }, vscode.l10n.t('Compare'));
  if (uri && uri.scheme !== 'file') {
    throw new Error(
      vscode.l10n.t('{0} is not on a disk. Copy the file to one and choose it there.', uri.path),
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
    inform(
      vscode.l10n.t('No file has been imported yet. Run "Compare with Exported File..." first.'),
    );
    return undefined;
  }
  const items = files.list.map((file) => ({ label: file.name, description: file.path, file }));
  const title = vscode.l10n.t('Choose an Imported File');
  return (await pick(items, { title }))?.file;
}
