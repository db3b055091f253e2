import * as vscode from 'vscode';
import { plainLabel, plainLines, plainRow, plainText } from './plainText';

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly ignoreFocusOut?: boolean;
  /** Whether it is hidden while it is typed. */
  readonly isSecret?: boolean;
  /** A sentence on why a text is not acceptable; null if it is. */
  readonly complaint: (text: string) => string | null;
}

/** Asks for a text; undefined when the user gives up. */
export async function askText(question: TextQuestion): Promise<string | undefined> {
  const { title, prompt, value, ignoreFocusOut = false, isSecret = false, complaint } = question;
  return vscode.window.showInputBox({
    ...{ title: plainText(title), prompt: plainText(prompt), value, ignoreFocusOut },
    password: isSecret,
    validateInput: (text) => {
      const why = complaint(text);
      return why === null ? null : plainText(why);
    },
  });
}

/** A row to pick. */
export interface PickRow {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

export interface PickQuestion {
  readonly title?: string;
  readonly placeHolder?: string;
  readonly ignoreFocusOut?: boolean;
}

/** Lets one of the rows be picked; undefined when the user gives up. */
export async function pick<Row extends PickRow>(
  rows: readonly Row[],
  { title, placeHolder, ignoreFocusOut = false }: PickQuestion,
): Promise<Row | undefined> {
  const items = rows.map((row) => ({ row, ...plainItem(row) }));
  const picked = await vscode.window.showQuickPick(items, {
    ...(title !== undefined && { title: plainText(title) }),
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
    ignoreFocusOut,
  });
  return picked?.row;
}

/**
 * As pick, where each row has a button that removes it: `remove` takes it, and the rest stays to choose from.
 */
export async function pickOrRemove<Row extends PickRow>(
  rows: readonly Row[],
  question: PickQuestion & { readonly removal: string },
  remove: (row: Row) => void,
): Promise<Row | undefined> {
  const button = {
    iconPath: new vscode.ThemeIcon('trash'),
    tooltip: plainText(question.removal),
  };
  const quickPick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly row: Row }>();
  quickPick.title = plainText(question.title ?? '');
  quickPick.placeholder = plainText(question.placeHolder ?? '');
  quickPick.items = rows.map((row) => ({ row, ...plainItem(row), buttons: [button] }));
  const picked = await new Promise<Row | undefined>((resolve) => {
    quickPick.onDidTriggerItemButton(({ item }) => {
      remove(item.row);
      quickPick.items = quickPick.items.filter((other) => other.row !== item.row);
      if (quickPick.items.length === 0) quickPick.hide();
    });
    quickPick.onDidAccept(() => {
      resolve(quickPick.activeItems[0]?.row);
    });
    quickPick.onDidHide(() => {
      resolve(undefined);
    });
    quickPick.show();
  });
  quickPick.dispose();
  return picked;
}

/** Lets any of the rows be picked, those with `picked` at first; undefined when the user gives up. */
export async function pickSeveral<Row extends PickRow & { readonly picked: boolean }>(
  rows: readonly Row[],
  { title, placeHolder }: PickQuestion,
): Promise<readonly Row[] | undefined> {
  const items = rows.map((row) => ({ row, picked: row.picked, ...plainItem(row) }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ...(title !== undefined && { title: plainText(title) }),
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
  });
  return picked?.map(({ row }) => row);
}

/** A row as the editor takes it. */
export function plainItem({ label, description, detail }: PickRow): vscode.QuickPickItem {
  return {
    label: plainLabel(label),
    ...(description !== undefined && { description: plainRow(description) }),
    ...(detail !== undefined && { detail: plainRow(detail) }),
  };
}

/** Asks before something that cannot be undone; true if the user wants it. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  const options = { modal: true, detail: plainLines(detail) };
  const wanted = plainText(action);
  return (await vscode.window.showWarningMessage(plainText(question), options, wanted)) === wanted;
}

export interface FileQuestion {
  readonly title: string;
  /** Where to begin; left out: where the editor would. */
  readonly at?: vscode.Uri;
  /** Names of kinds of files, with the endings of each. */
  readonly kinds: Readonly<Record<string, string[]>>;
}

/** Asks where a file goes, and before one is replaced; undefined when the user gives up. */
export async function askWhereToSave(question: FileQuestion): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog(dialogOf(question));
}

/** Asks for a file that is there; undefined when the user gives up. */
export async function askForFile(
  question: FileQuestion,
  openLabel: string,
): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({ ...dialogOf(question), openLabel });
  return found?.[0];
}

function dialogOf({ title, at, kinds }: FileQuestion): vscode.SaveDialogOptions {
  return { title: plainText(title), ...(at && { defaultUri: at }), filters: kinds };
}
