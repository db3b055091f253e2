import { nextSort, sortedBy } from '../../src/domain/sorting';
import type { SortState, SortValue } from '../../src/domain/sorting';
import { element, setAttribute, setText } from './dom';
import { icon } from './icons';

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
}

/** A semantic table which redraws only the rows that changed, so that a selection or the scroll is not lost. */
export class DataTable<Row> {
  readonly root: HTMLTableElement;
  readonly #columns: readonly Column<Row>[];
  readonly #body = element('tbody');
  readonly #heads = new Map<string, HTMLTableCellElement>();
  readonly #drawn: string[] = [];
  readonly #onSort: ((sort: SortState) => void) | undefined;
  readonly #onOpen: ((row: Row) => void) | undefined;
  #sort: SortState | undefined;

  constructor(options: TableOptions<Row>) {
    this.#columns = options.columns;
    this.#sort = options.sort;
    this.#onSort = options.onSort;
    this.#onOpen = options.onOpen;
    const heads = options.columns.map((column) => this.#head(column));
    this.root = element(
      'table',
      { class: `table ${options.className}` },
      element('caption', { class: 'visually-hidden' }, options.caption),
      element('thead', {}, element('tr', {}, ...heads)),
      this.#body,
    );
    this.#showSort();
  }

  /** Gives a column that is not sortable another title. */
  rename(key: string, title: string): void {
    const head = this.#heads.get(key)?.firstElementChild;
    if (head) setText(head, title);
  }

  /** All rows in the order that the user chose. */
  sorted(rows: readonly Row[]): Row[] {
    const sort = this.#sort;
    const by = this.#columns.find((column) => column.key === sort?.column)?.sortBy;
    return sort && by ? sortedBy(rows, by, sort.descending) : [...rows];
  }

  /** Draws these rows; `context` is what their cells depend on besides (say, the longest bar). */
  show(rows: readonly Row[], context = ''): void {
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
    this.#drawn.length = Math.min(this.#drawn.length, rows.length);
    for (const [i, row] of rows.entries()) {
      const signature = context + JSON.stringify(row);
      if (this.#drawn[i] === signature) continue;
      this.#drawn[i] = signature;
      this.#drawRow(this.#body.rows[i] ?? this.#body.insertRow(), row);
    }
  }

  #drawRow(line: HTMLTableRowElement, row: Row): void {
    const cells = this.#columns.map((column) => {
      const cell = element('td', { class: column.className });
      column.draw(cell, row);
      return cell;
    });
    line.replaceChildren(...cells);
    const open = this.#onOpen;
    if (!open) return;
    line.className = 'opens';
    line.onclick = () => {
      // Who marks a text to copy it does not want to leave.
      if (document.getSelection()?.isCollapsed !== false) open(row);
    };
  }

  #head(column: Column<Row>): HTMLTableCellElement {
    const head = element('th', { scope: 'col', class: column.className });
    if (column.hint !== undefined) head.title = column.hint;
    this.#heads.set(column.key, head);
    if (!column.sortBy && !column.sortable) {
      head.append(element('span', {}, column.title));
      return head;
    }
    const sortButton = element('button', { class: 'sort', type: 'button' });
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

function titleOf({ title, shortTitle }: { title: string; shortTitle?: string }): Node[] {
  if (shortTitle === undefined) return [document.createTextNode(title)];
  return [
    element('span', { class: 'long-title' }, title),
    element('span', { class: 'short-title' }, shortTitle),
  ];
}
