import * as vscode from 'vscode';
import { DisposableStore } from '../disposableStore';
import { reportError } from './notifications';
import { plainLabel, plainText } from './plainText';
import { plainItem, type PickRow } from './questions';

/** A row of a list that changes while it is shown. */
export interface LiveRow extends PickRow {
  /** Tells it from other rows, whatever it says. */
  readonly key: string;
  /** The heading of the rows that it stands among. */
  readonly group: string;
  /** One of the editor's icons, by its name. */
  readonly icon: string;
}

interface LiveItem<Row> extends vscode.QuickPickItem {
  readonly row?: Row;
}

/**
 * Lets one of the rows be picked that are found meanwhile; undefined when the user gives up. The list is there at once.
 * Rows keep their places as they are given, and what is pointed at stays so.
 * @param find shows rows, all of them each time, until it resolves
 */
export function pickWhileFound<Row extends LiveRow>(
  { title, placeHolder }: { readonly title: string; readonly placeHolder: string },
  find: (show: (rows: readonly Row[]) => void) => Promise<void>,
): Promise<Row | undefined> {
  const owned = new DisposableStore();
  const list = owned.add(vscode.window.createQuickPick<LiveItem<Row>>());
  list.title = plainText(title);
  list.placeholder = plainText(placeHolder);
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = true;
  list.keepScrollPosition = true;
  list.busy = true;
  let isOpen = true;
  /** What was made active here; anything else was chosen by the user. */
  let offered: LiveItem<Row> | undefined;

  const show = (rows: readonly Row[]): void => {
    if (!isOpen) return;
    const [active] = list.activeItems;
    const items = itemsOf(rows);
    list.items = items;
    const chosen = active === offered ? undefined : active?.row?.key;
    const first = items.find(({ row }) => row !== undefined);
    offered = items.find(({ row }) => row !== undefined && row.key === chosen) ?? first;
    list.activeItems = offered ? [offered] : [];
    if (chosen !== undefined) offered = undefined;
  };

  return new Promise((resolve) => {
    owned.add(
      list.onDidAccept(() => {
        const [picked] = list.selectedItems;
        if (picked?.row === undefined) return;
        resolve(picked.row);
        list.hide();
      }),
    );
    owned.add(
      list.onDidHide(() => {
        isOpen = false;
        resolve(undefined);
        owned.dispose();
      }),
    );
    list.show();
    find(show)
      .catch(reportError)
      .finally(() => {
        if (isOpen) list.busy = false;
      });
  });
}

/** A heading stands before the first row of each group. */
function itemsOf<Row extends LiveRow>(rows: readonly Row[]): readonly LiveItem<Row>[] {
  return rows.flatMap((row, index) => {
    const item = { row, ...plainItem(row), iconPath: new vscode.ThemeIcon(row.icon) };
    if (rows[index - 1]?.group === row.group) return [item];
    const kind = vscode.QuickPickItemKind.Separator;
    return [{ label: plainLabel(row.group), kind }, item];
  });
}
