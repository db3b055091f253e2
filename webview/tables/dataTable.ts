import { nextSort, sortedBy } from '../../src/domain/sorting';
import type { SortState, SortValue } from '../../src/domain/sorting';
import { TabStop } from '../controls/tabStop';
import { element, setAttribute, setText } from '../elements/dom';
import { icon } from '../elements/icons';

/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** What is left of the title where the window is narrow. */
  readonly shortTitle?: string;
  /** Classes of head and cells; `number` aligns right. */
  readonly className: string;
  /** What the head's tooltip adds. */
  readonly hint?: string;
  /** What the column is sorted by, of rows that are all here. */
  readonly sortBy?: (row: Row) => SortValue;
  /** Someone else sorts the rows by this column. */
  readonly sortable?: boolean;
  /** The first click sorts downwards: for numbers, where most is what matters. */
  readonly descendingFirst?: boolean;
  readonly draw: (cell: HTMLTableCellElement, row: Row) => void;
}

interface TableOptions<Row> {
  readonly caption: string;
  readonly className: string;
  readonly columns: readonly Column<Row>[];
  readonly sort?: SortState;
  readonly onSort?: (sort: SortState) => void;
  /** A click anywhere on a row; the keyboard needs a button in it that does the same. */
  readonly onOpen?: (row: Row) => void;
  /** What a row is about, whatever its place; needed where there are buttons in rows. Left out: its place. */
  readonly keyOf?: (row: Row) => string;
}

/** A line of a table as it was last drawn. */
interface Line {
  readonly row: HTMLTableRowElement;
  signature: string;
}

/** A semantic table which redraws only the cells that changed, so that focus, selection and scroll are not lost. */
export class DataTable<Row> {
  readonly root: HTMLTableElement;
  readonly #columns: readonly Column<Row>[];
  readonly #head: HTMLElement;
  readonly #body = element('tbody');
  readonly #heads = new Map<string, HTMLTableCellElement>();
  #drawn = new Map<string, Line>();
  /** What stands below a row that is open. */
  #opened: { readonly key: string; readonly below: HTMLTableRowElement } | null = null;
  readonly #onSort: ((sort: SortState) => void) | undefined;
  readonly #onOpen: ((row: Row) => void) | undefined;
  readonly #keyOf: ((row: Row) => string) | undefined;
  #sort: SortState | undefined;

  constructor(options: TableOptions<Row>) {
    this.#columns = options.columns;
    this.#sort = options.sort;
    this.#onSort = options.onSort;
    this.#onOpen = options.onOpen;
    this.#keyOf = options.keyOf;
    this.#head = element(
      'thead',
      {},
      element('tr', {}, ...options.columns.map((column) => this.#headCell(column))),
    );
    const tabStop = new TabStop(this.#head, '.sort');
    // Columns come and go with the width; asked for at every refresh it would be laid out each time.
    new ResizeObserver(() => {
      tabStop.update();
    }).observe(this.#head);
    this.root = element(
      'table',
      { class: `table ${options.className}` },
      element('caption', { class: 'visually-hidden' }, options.caption),
      this.#head,
      this.#body,
    );
    this.#showSort();
  }

  /** Gives a column another title. */
  rename(key: string, { title, hint }: Pick<Column<Row>, 'title' | 'hint'>): void {
    const head = this.#heads.get(key);
    const name = head?.querySelector('span');
    if (!head || !name) return;
    setText(name, title);
    setAttribute(head, 'title', hint ?? null);
    const sortButton = head.querySelector('.sort');
    if (sortButton) setAttribute(sortButton, 'aria-label', title);
  }

  /** Gives the focus to a row's button, without scrolling; false where the row is not shown. */
  focusRow(key: string): boolean {
    const open = this.#buttonOf(key);
    open?.focus({ preventScroll: true });
    return open !== undefined;
  }

  /** Whether something is in one of the rows. */
  hasInRows(node: Node | null): boolean {
    return this.#body.contains(node);
  }

  /** The row that is open; null for none. */
  get openedKey(): string | null {
    return this.#opened?.key ?? null;
  }

  /**
   * Opens a row, whichever was open before: `content` stands below it, over all columns. Null closes it. Its button says
   * so, and must be drawn so.
   */
  openRow(key: string, content: Node | null): void {
    this.#opened?.below.remove();
    if (this.#opened) this.#markOpen(this.#opened.key, false);
    if (content) this.#markOpen(key, true);
    const cell = element('td', { class: 'opened-cell' });
    const below = element('tr', { class: 'opened-below' }, cell);
    this.#opened = content && { key, below };
    if (content) cell.append(content);
    this.#span();
    this.#arrange();
  }

  /** All rows in the order that the user chose. */
  sorted(rows: readonly Row[]): Row[] {
    const sort = this.#sort;
    const by = this.#columns.find((column) => column.key === sort?.column)?.sortBy;
    return sort && by ? sortedBy(rows, by, sort.descending) : [...rows];
  }

  /** Draws these rows; `context` is what their cells depend on besides (say, the longest bar). */
  show(rows: readonly Row[], context = ''): void {
    const before = this.#drawn;
    this.#drawn = new Map();
    for (const [i, row] of rows.entries()) {
      const key = this.#keyOf?.(row) ?? String(i);
      const line = before.get(key) ?? { row: element('tr'), signature: '' };
      before.delete(key);
      this.#drawn.set(key, line);
      const signature = context + JSON.stringify(row);
      if (line.signature !== signature) this.#drawRow(line.row, row);
      line.signature = signature;
    }
    for (const { row } of before.values()) row.remove();
    if (this.#opened && !this.#drawn.has(this.#opened.key)) this.openRow('', null);
    else this.#arrange();
    this.#span();
  }

  /** What stands below a row is as wide as the columns that there is room for: one more would take room from them. */
  #span(): void {
    const cell = this.#opened?.below.cells[0];
    if (!cell) return;
    const shown = [...this.#heads.values()].filter((head) => head.checkVisibility());
    cell.colSpan = shown.length;
  }

  /** Cells are not drawn again, or the button would lose the focus. */
  #markOpen(key: string, isOpen: boolean): void {
    this.#buttonOf(key)?.setAttribute('aria-expanded', String(isOpen));
    const row = this.#drawn.get(key)?.row;
    if (row) setAttribute(row, 'aria-current', isOpen ? 'true' : null);
  }

  #buttonOf(key: string): HTMLButtonElement | undefined {
    return this.#drawn.get(key)?.row.querySelector('button') ?? undefined;
  }

  /** Brings the lines into their order. The one with the focus or a selection is not moved, or would lose it. */
  #arrange(): void {
    const opened = this.#opened;
    const lines = [...this.#drawn].flatMap(([key, { row }]) =>
      key === opened?.key ? [row, opened.below] : [row],
    );
    if (lines.every((line, i) => this.#body.rows[i] === line)) return;
    const holders = [document.activeElement, selectedNode()];
    const isHeld = (line: Node): boolean => holders.some((holder) => line.contains(holder));
    const at = Math.max(0, lines.findIndex(isHeld));
    const held = lines[at];
    if (!held) return;
    if (!held.isConnected) this.#body.append(held);
    held.before(...lines.slice(0, at));
    held.after(...lines.slice(at + 1));
  }

  #drawRow(line: HTMLTableRowElement, row: Row): void {
    for (const [i, column] of this.#columns.entries()) {
      const cell = element('td', { class: column.className });
      column.draw(cell, row);
      const shown = line.cells[i];
      if (!shown) {
        line.append(cell);
        continue;
      }
      keepTabStops(shown, cell);
      if (!shown.isEqualNode(cell)) replaceCell(shown, cell);
    }
    const open = this.#onOpen;
    if (!open) return;
    line.className = 'opens';
    line.onclick = () => {
      // Who marks a text to copy it does not want to leave.
      if (document.getSelection()?.isCollapsed !== false) open(row);
    };
  }

  #headCell(column: Column<Row>): HTMLTableCellElement {
    const head = element('th', { scope: 'col', class: column.className });
    if (column.hint !== undefined) head.title = column.hint;
    this.#heads.set(column.key, head);
    if (!column.sortBy && !column.sortable) {
      head.append(element('span', {}, column.title));
      return head;
    }
    const sortButton = element('button', {
      class: 'sort',
      type: 'button',
      'aria-label': column.title,
    });
    sortButton.append(...titleOf(column));
    sortButton.append(icon('arrowUp'), icon('arrowDown'));
    sortButton.addEventListener('click', () => {
      this.#sort = nextSort(
        this.#sort ?? { column: '', descending: false },
        column.key,
        column.descendingFirst ?? false,
      );
      this.#showSort();
      this.#onSort?.(this.#sort);
    });
    head.append(sortButton);
    return head;
  }

  #showSort(): void {
    for (const [key, head] of this.#heads) {
      const direction = this.#sort?.descending ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', this.#sort?.column === key ? direction : null);
    }
  }
}

/** Which of its controls is a stop of Tab is not said by what a cell shows, and makes it no other. */
function keepTabStops(shown: HTMLTableCellElement, cell: HTMLTableCellElement): void {
  const before = [...shown.querySelectorAll('button')];
  for (const [i, control] of [...cell.querySelectorAll('button')].entries()) {
    const own = control.getAttribute('tabindex');
    setAttribute(control, 'tabindex', before[i]?.getAttribute('tabindex') ?? own);
  }
}

/** The focus stays at the control of the same place: what a cell says may become more exact while it is walked through. */
function replaceCell(shown: HTMLTableCellElement, cell: HTMLTableCellElement): void {
  const controlsOf = (of: Element): HTMLElement[] => [...of.querySelectorAll('button')];
  const at = controlsOf(shown).findIndex((control) => control === document.activeElement);
  shown.replaceWith(cell);
  controlsOf(cell)[at]?.focus({ preventScroll: true });
}

/** Where a selection begins. Asked for the node, the browser lays out the page, so it is asked first whether there is one. */
function selectedNode(): Node | null {
  const selection = document.getSelection();
  return selection && selection.rangeCount > 0 ? selection.anchorNode : null;
}

function titleOf({ title, shortTitle }: { title: string; shortTitle?: string }): Node[] {
  if (shortTitle === undefined) return [element('span', {}, title)];
  return [
    element('span', { class: 'long-title' }, title),
    element('span', { class: 'short-title' }, shortTitle),
  ];
}
