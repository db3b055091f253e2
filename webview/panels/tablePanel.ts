import type { PanelName } from '../../src/domain/filterStanding';
import type { SortState } from '../../src/domain/sorting';
import { exportButton } from '../controls/exportButton';
import type { ExportActions, Rows } from '../controls/exportButton';
import type { DashboardView } from '../dashboardView';
import { element, setShown, setText } from '../elements/dom';
import { t } from '../localize';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { HeldRows } from '../tables/heldRows';
import { filterStop } from '../tables/filterActions';
import { MoreRows } from '../tables/moreRows';
import { fileName } from '../text/shownTraffic';
import { Panel } from './panel';
import type { DashboardPanel } from './panelKind';

/** A column whose cells are drawn from a row and all that is shown. */
export interface PanelColumn<Row, View> extends Omit<Column<Row>, 'draw'> {
  /** What its head says while only failed requests are counted. */
  readonly ofFailed?: Pick<Column<Row>, 'title' | 'hint'>;
  /** @param room what the panel's kind says of the room that there is */
  readonly draw: (cell: HTMLTableCellElement, row: Row, view: View, room: number) => void;
}

/** What makes one panel with a table differ from another. */
export interface TablePanelKind<Row, View extends DashboardView> {
  /** The name of its class, and of the file that it is exported to. */
  readonly name: PanelName;
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
  /** How many rows are drawn at most; left out: all. */
  readonly length?: number;
  /** How many rows are told at most: where all of them are new, there may be more. */
  readonly mostTold?: number;
  /** Of how many rows these are a page; left out: they are all. */
  readonly total?: (view: View) => number;
  readonly sort?: SortState;
  /** Someone else sorts the rows. */
  readonly onSort?: (sort: SortState) => void;
  readonly onOpen?: (row: Row) => void;
  /** Where rows are told apart, they hold still while somebody is at them. */
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

/** The panel that the pointer is over: one above it that became longer would move it. */
let pointedAt: Panel | null = null;
/** What is to be done in all panels when the pointer has left one. */
const onLeft = new Set<() => void>();

/**
 * A panel whose content is one table. While the pointer is over any of these panels, or the focus, a selection or an open
 * row is in this one's table, new numbers move no row: they are written where they belong, and new rows are counted in a
 * button, which draws them. They are drawn by themselves when nobody is there any more.
 */
export class TablePanel<Row, View extends DashboardView> implements DashboardPanel {
  readonly panel: Panel;
  readonly table: DataTable<Row>;
  readonly #kind: TablePanelKind<Row, View>;
  readonly #more: MoreRows | null;
  readonly #held: HeldRows<Row> | null;
  readonly #newRows = element('button', { type: 'button', class: 'link new-rows', hidden: '' });
  readonly #filterStop;
  #view: View | undefined;
  #room = 0;
  /** Set while rows hold still. */
  #isBehind = false;
  /** When rows were last drawn in their order. */
  #totalThen = 0;

  constructor(kind: TablePanelKind<Row, View>, actions: ExportActions) {
    this.#kind = kind;
    this.panel = new Panel(kind.name, kind.title);
    this.#held = kind.keyOf ? new HeldRows(kind.keyOf) : null;
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
    this.#filterStop = filterStop(this.table.root);
    this.#more = kind.short ? new MoreRows(kind.short.what, kind.short.length, redraw) : null;
    const exports = { fileName: () => this.#fileName(), csv: () => this.#csv() };
    this.panel.actions.append(exportButton(kind.title, exports, actions));
    this.panel.content.append(this.table.root, ...(this.#more ? [this.#more.root] : []));
    if (kind.layOut) {
      new ResizeObserver(() => {
        this.#draw(this.#isBehind);
      }).observe(this.panel.root);
    }
    if (this.#held) this.#catchUp();
  }

  /** What is shown, once there is anything. */
  get view(): View | undefined {
    return this.#view;
  }

  update(view: DashboardView): void {
    const shown = this.#kind.viewOf(view);
    this.panel.wait(shown === null);
    if (shown === null) return;
    const before = this.#view;
    this.#view = shown;
    const goesOn = before !== undefined && isNext(before, shown);
    this.#draw(goesOn && this.#held?.isEmpty === false && this.#isLookedAt);
  }

  #fileName(): string {
    const { name, fileName: own = name, span } = this.#kind;
    return this.#view ? fileName(own, this.#view, span?.(this.#view)) : own;
  }

  #csv(): Rows | Promise<Rows> {
    const view = this.#view;
    return view ? this.#kind.csv(view, this.#inOrder(this.#kind.rows(view))) : [];
  }

  #inOrder(rows: readonly Row[]): readonly Row[] {
    return this.table.sorted(rows).slice(0, this.#kind.length);
  }

  /** Draws again what is shown, in its order: something other than the numbers changed. */
  redraw(): void {
    this.#draw(false);
  }

  #draw(isStill: boolean): void {
    const view = this.#view;
    if (!view) return;
    const { rows: rowsOf, note, emptyReason, layOut, dependsOn } = this.#kind;
    const rows = rowsOf(view);
    this.#room = layOut?.(this, view) ?? 0;
    const sorted = this.#inOrder(rows);
    const isOpened = (row: Row): boolean => this.#kind.keyOf?.(row) === this.table.openedKey;
    const inOrder = this.#more?.slice(sorted, view.numbers, isOpened) ?? sorted;
    const shown = isStill && this.#held ? this.#held.of(rows) : inOrder;
    this.#isBehind = isStill;
    if (!isStill) {
      this.#held?.renew(shown, rows);
      this.#totalThen = this.#kind.total?.(view) ?? 0;
    }
    this.#countNew(view, rows);
    this.panel.note(note(view, rows));
    const reason = shown.length > 0 ? null : emptyReason(view);
    setShown(this.panel.root, shown.length > 0 || reason !== null);
    this.panel.empty(reason);
    const { counted } = view.data;
    for (const { key, ofFailed, ...head } of this.#kind.columns) {
      if (ofFailed) this.table.rename(key, counted === 'failed' ? ofFailed : head);
    }
    this.table.show(shown, JSON.stringify([this.#room, counted, dependsOn?.(view) ?? null]));
    this.#filterStop.update();
  }

  #countNew(view: View, rows: readonly Row[]): void {
    const { total, mostTold = Infinity } = this.#kind;
    const newest = total ? total(view) - this.#totalThen : (this.#held?.newIn(rows) ?? 0);
    const count = this.#isBehind ? newest : 0;
    setShown(this.#newRows, count > 0);
    if (count <= 0) return;
    const written = view.numbers.count(count);
    setText(this.#newRows, count < mostTold ? t('{0} new', written) : t('{0}+ new', written));
  }

  /** Whether somebody is about to read or click something in it. */
  get #isLookedAt(): boolean {
    if (pointedAt?.root.checkVisibility() || this.table.openedKey !== null) return true;
    const selection = document.getSelection();
    const selected = selection?.isCollapsed === false ? selection.anchorNode : null;
    const focused = document.activeElement;
    // On its way to the button of the new rows the keyboard comes by the others of the panel.
    const inner = focused?.shadowRoot?.activeElement ?? focused;
    if (this.panel.actions.contains(focused) && inner?.matches(':focus-visible')) return true;
    return [focused, selected].some((at) => this.table.hasInRows(at));
  }

  /** Rows that held still are drawn in their order when nobody is at them any more, or when they are asked for. */
  #catchUp(): void {
    const ifLeft = (): void => {
      if (this.#isBehind && !this.#isLookedAt) this.redraw();
    };
    onLeft.add(ifLeft);
    this.panel.root.addEventListener('pointerenter', () => {
      pointedAt = this.panel;
    });
    this.panel.root.addEventListener('pointerleave', () => {
      if (pointedAt === this.panel) pointedAt = null;
      for (const left of onLeft) left();
    });
    document.addEventListener('selectionchange', ifLeft);
    // The focus is on its way to another element.
    this.panel.root.addEventListener('focusout', () => requestAnimationFrame(ifLeft));
    this.#newRows.addEventListener('click', () => {
      const hasFocus = this.#newRows.matches(':focus-visible');
      this.redraw();
      if (hasFocus) this.table.root.tBodies[0]?.querySelector('button')?.focus();
    });
    this.panel.actions.prepend(this.#newRows);
  }
}

/** Whether a view shows the same as the one before, some time later. */
function isNext(before: DashboardView, { data, search, narrow }: DashboardView): boolean {
  const asked = ({ query }: DashboardView['data']): string =>
    JSON.stringify([
      query.filter,
      'endpointPage' in query ? query.endpointPage : null,
      query.bucketSeconds,
    ]);
  const stepsOf = ({ query }: DashboardView['data']): number =>
    Math.ceil((query.to - query.from) / query.bucketSeconds);
  const moved = data.query.from - before.data.query.from;
  return (
    asked(before.data) === asked(data) &&
    (moved === 0 || stepsOf(before.data) === stepsOf(data)) &&
    moved >= 0 &&
    moved <= 2 * data.query.bucketSeconds &&
    search === before.search &&
    narrow === before.narrow
  );
}
