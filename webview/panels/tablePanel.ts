import type { SortState } from '../../src/domain/sorting';
import { exportButton } from '../controls/exportButton';
import type { ExportActions, Rows } from '../controls/exportButton';
import type { DashboardView } from '../dashboardView';
import { setShown } from '../elements/dom';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { MoreRows } from '../tables/moreRows';
import { fileName } from '../text/shownTraffic';
import { Panel } from './panel';
import type { DashboardPanel } from './panelKind';

/** A column whose cells are drawn from a row and all that is shown. */
export interface PanelColumn<Row, View> extends Omit<Column<Row>, 'draw'> {
  /** @param room what the panel's kind says of the room that there is */
  readonly draw: (cell: HTMLTableCellElement, row: Row, view: View, room: number) => void;
}

/** What makes one panel with a table differ from another. */
export interface TablePanelKind<Row, View extends DashboardView> {
  /** The name of its class, and of the file that it is exported to. */
  readonly name: string;
  readonly title: string;
  readonly fileName?: string;
  /** The table's name, where it is not the panel's, and its class. */
  readonly caption?: string;
  readonly className: string;
  readonly columns: readonly PanelColumn<Row, View>[];
  /** What it draws from; null where that is not there yet. */
  readonly viewOf: (view: DashboardView) => View | null;
  /** The rows that there are, or that the search finds. */
  readonly rows: (view: View) => readonly Row[];
  readonly note: (view: View, rows: readonly Row[]) => string;
  /** Why there are no rows, and what to do; null: a panel without rows takes no room. */
  readonly emptyReason: (view: View) => string | null;
  /** How many rows a list begins with, and what they are called; left out: all. */
  readonly short?: { readonly length: number; readonly what: string };
  readonly sort?: SortState;
  /** Someone else sorts the rows. */
  readonly onSort?: (sort: SortState) => void;
  readonly onOpen?: (row: Row) => void;
  readonly keyOf?: (row: Row) => string;
  /** Lays out what the cells stand in, and says how much room they have, in pixels or characters. */
  readonly layOut?: (parts: TableParts, view: View) => number;
  /** What else of the view cells depend on. */
  readonly dependsOn?: (view: View) => unknown;
  /**
   * The rows of the exported file, the first of which names the columns, in English and with their units: programs read
   * them. `rows` are all that the search finds, in their order on screen.
   */
  readonly csv: (view: View, rows: readonly Row[]) => Rows | Promise<Rows>;
  /** The span that the rows are of, unix seconds; left out: the range's; null where each row has a time of its own. */
  readonly span?: (view: View) => { readonly from: number; readonly to: number } | null;
}

/** What a kind may lay out. */
export interface TableParts {
  readonly panel: Panel;
  readonly table: Pick<DataTable<never>, 'root' | 'rename'>;
}

/** A panel whose content is one table. */
export class TablePanel<Row, View extends DashboardView> implements DashboardPanel {
  readonly panel: Panel;
  readonly table: DataTable<Row>;
  readonly #kind: TablePanelKind<Row, View>;
  readonly #more: MoreRows | null;
  #view: View | undefined;
  #room = 0;

  constructor(kind: TablePanelKind<Row, View>, actions: ExportActions) {
    this.#kind = kind;
    this.panel = new Panel(kind.name, kind.title);
    const redraw = (): void => {
      this.redraw();
    };
    this.table = new DataTable({
      caption: kind.caption ?? kind.title,
      className: kind.className,
      columns: kind.columns.map((column) => ({
        ...column,
        draw: (cell, row) => {
          if (this.#view) column.draw(cell, row, this.#view, this.#room);
        },
      })),
      ...(kind.sort && { sort: kind.sort }),
      onSort: kind.onSort ?? redraw,
      ...(kind.onOpen && { onOpen: kind.onOpen }),
      ...(kind.keyOf && { keyOf: kind.keyOf }),
    });
    this.#more = kind.short ? new MoreRows(kind.short.what, kind.short.length, redraw) : null;
    const exports = { fileName: () => this.#fileName(), csv: () => this.#csv() };
    this.panel.actions.append(exportButton(kind.title, exports, actions));
    this.panel.content.append(this.table.root, ...(this.#more ? [this.#more.root] : []));
    if (kind.layOut) new ResizeObserver(redraw).observe(this.panel.root);
  }

  /** What is shown, once there is anything. */
  get view(): View | undefined {
    return this.#view;
  }

  update(view: DashboardView): void {
    const shown = this.#kind.viewOf(view);
    this.panel.wait(shown === null);
    if (shown === null) return;
    this.#view = shown;
    this.redraw();
  }

  #fileName(): string {
    const { name, fileName: own = name, span } = this.#kind;
    return this.#view ? fileName(own, this.#view, span?.(this.#view)) : own;
  }

  #csv(): Rows | Promise<Rows> {
    const view = this.#view;
    return view ? this.#kind.csv(view, this.table.sorted(this.#kind.rows(view))) : [];
  }

  /** Draws again what is shown: something other than the numbers changed. */
  redraw(): void {
    const view = this.#view;
    if (!view) return;
    const { rows: rowsOf, note, emptyReason, layOut, dependsOn } = this.#kind;
    const rows = rowsOf(view);
    this.panel.note(note(view, rows));
    const reason = rows.length > 0 ? null : emptyReason(view);
    setShown(this.panel.root, rows.length > 0 || reason !== null);
    this.panel.empty(reason);
    this.#room = layOut?.(this, view) ?? 0;
    const sorted = this.table.sorted(rows);
    const isOpened = (row: Row): boolean => this.#kind.keyOf?.(row) === this.table.openedKey;
    const shown = this.#more?.slice(sorted, view.numbers, isOpened) ?? sorted;
    this.table.show(shown, JSON.stringify([this.#room, dependsOn?.(view) ?? null]));
  }
}
