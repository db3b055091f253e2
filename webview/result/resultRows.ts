import { cellOf } from '../../src/domain/resultTable';
import type { CellValue, ColumnKind, ResultColumn } from '../../src/domain/resultTable';
import type { NumberFormat } from '../../src/domain/numberFormat';
import type { TimeFormat } from '../../src/domain/timeFormat';
import type { QueryRows } from '../../src/protocol/webviewMessages';
import { menu } from '../controls/popover';
import { iconButton } from '../controls/toolkit';
import { element } from '../elements/dom';
import type { Host } from '../host';
import { t } from '../localize';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { Pager } from '../tables/pager';
import { cellText, isNumeric, sortValue } from './resultCells';
import { copiedRows, resultFile } from './resultFile';

const pageSize = 100;
/** Characters from which on a text may be cut off, so that its tooltip has it whole. */
const longText = 60;

/** How values are written. */
interface Formats {
  readonly numbers: NumberFormat;
  readonly times: TimeFormat;
}

/** The rows of a result, of which one cell is marked: what is copied. Arrow keys and clicks move the mark. */
export class ResultRows {
  readonly root: HTMLElement;
  readonly actions: HTMLElement;
  readonly #title: string;
  readonly #rows: QueryRows;
  readonly #formats: Formats;
  readonly #calls: Host['calls'];
  readonly #table: DataTable<number>;
  readonly #pager: Pager;
  /** All rows in their order on screen, and those of the page that is shown. */
  #order: readonly number[];
  #page: readonly number[] = [];
  #marked: HTMLTableCellElement | undefined;

  constructor(title: string, rows: QueryRows, formats: Formats, { calls }: Pick<Host, 'calls'>) {
    this.#title = title;
    this.#rows = rows;
    this.#formats = formats;
    this.#calls = calls;
    const { table, kinds } = rows;
    this.#order = Array.from({ length: table.rowCount }, (_, row) => row);
    const unsorted = this.#order;
    this.#pager = new Pager(pageSize, (offset) => {
      this.#draw(offset);
    });
    this.#table = new DataTable<number>({
      caption: title,
      className: 'result-table',
      columns: table.columns.map((column, i) => resultColumn(column, i, kinds[i] ?? null, formats)),
      onSort: () => {
        this.#order = this.#table.sorted(unsorted);
        this.#draw(0);
      },
    });
    const scroller = { class: 'result-scroll', role: 'region', 'aria-label': title };
    this.root = element(
      'div',
      { class: 'result-rows' },
      element('div', scroller, this.#table.root),
      this.#pager.root,
    );
    this.actions = this.#buttons();
    this.#listen();
    this.#draw(0);
  }

  #draw(offset: number): void {
    this.#page = this.#pager.slice(this.#order, offset, this.#formats.numbers);
    this.#table.show(this.#page);
    this.#mark(this.#table.root.tBodies[0]?.rows[0]?.cells[0]);
  }

  #mark(cell: HTMLTableCellElement | undefined): void {
    if (!cell) return;
    if (this.#marked) {
      this.#marked.tabIndex = -1;
      this.#marked.classList.remove('marked');
    }
    cell.tabIndex = 0;
    cell.classList.add('marked');
    this.#marked = cell;
  }

  #listen(): void {
    const { root } = this.#table;
    root.addEventListener('click', ({ target }) => {
      const cell = target instanceof Element ? target.closest('td') : null;
      if (!cell) return;
      this.#mark(cell);
      // Who marks a part of a text keeps it.
      if (document.getSelection()?.isCollapsed !== false) cell.focus();
    });
    root.addEventListener('keydown', (event) => {
      const next = event.target === this.#marked ? this.#neighbour(event.key) : undefined;
      if (!next) return;
      event.preventDefault();
      this.#mark(next);
      next.focus();
    });
    root.addEventListener('copy', (event) => {
      if (document.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', this.#markedText());
    });
  }

  #neighbour(key: string): HTMLTableCellElement | undefined {
    const cell = this.#marked;
    const row = cell?.parentElement;
    if (!cell || !(row instanceof HTMLTableRowElement)) return undefined;
    const below = (next: Element | null): HTMLTableCellElement | undefined =>
      next instanceof HTMLTableRowElement ? next.cells[cell.cellIndex] : undefined;
    switch (key) {
      case 'ArrowLeft':
        return row.cells[cell.cellIndex - 1];
      case 'ArrowRight':
        return row.cells[cell.cellIndex + 1];
      case 'ArrowUp':
        return below(row.previousElementSibling);
      case 'ArrowDown':
        return below(row.nextElementSibling);
      case 'Home':
        return row.cells[0];
      case 'End':
        return row.cells[row.cells.length - 1];
      default:
        return undefined;
    }
  }

  /** The row that has the mark. */
  #markedRow(): number {
    const line = this.#marked?.parentElement;
    return this.#page[line instanceof HTMLTableRowElement ? line.sectionRowIndex : 0] ?? 0;
  }

  /** The value that has the mark, as the query gave it. */
  #markedText(): string {
    const column = this.#rows.table.columns[this.#marked?.cellIndex ?? 0];
    return rawText((column && cellOf(column, this.#markedRow())) ?? null);
  }

  #buttons(): HTMLElement {
    const { table } = this.#rows;
    const copy = (text: () => string) => (): void => {
      this.#calls.call('copyText', text()).catch(() => undefined);
    };
    const save = (format: 'csv' | 'json') => (): void => {
      const file = resultFile(this.#title, table, this.#order, format);
      // The editor says itself what went wrong there.
      this.#calls.call('saveFile', file).catch(() => undefined);
    };
    return element(
      'div',
      { class: 'result-actions' },
      menuButton('copy', t('Copy'), [
        { text: t('Copy cell'), run: copy(() => this.#markedText()) },
        { text: t('Copy row'), run: copy(() => copiedRows(table, [this.#markedRow()], false)) },
        { text: t('Copy all rows'), run: copy(() => copiedRows(table, this.#order, true)) },
      ]),
      menuButton('export', t('Export'), [
        { text: t('Save as CSV'), run: save('csv') },
        { text: t('Save as JSON'), run: save('json') },
      ]),
    );
  }
}

function menuButton(
  icon: 'copy' | 'export',
  label: string,
  items: Parameters<typeof menu>[2],
): HTMLElement {
  const button = iconButton(icon, label, () => {
    popover.toggle();
  });
  const popover = menu(button, label, items);
  return element('span', { class: 'popover-anchor' }, button, popover.root);
}

function resultColumn(
  column: ResultColumn,
  index: number,
  kind: ColumnKind | null,
  { numbers, times }: Formats,
): Column<number> {
  const alignsRight = kind !== null || isNumeric(column);
  const zone = times.zone(Date.now() / 1000);
  return {
    key: index.toString(),
    title: column.name,
    className: alignsRight ? 'number' : 'text',
    ...(kind === 'time' && {
      hint: t('Local time, {0}. The tooltip of a value has its Unix seconds.', zone),
    }),
    descendingFirst: alignsRight,
    sortBy: (row) => sortValue(cellOf(column, row)),
    draw: (cell, row) => {
      const value = cellOf(column, row);
      const raw = rawText(value);
      cell.textContent = cellText(kind, value, numbers, times);
      cell.tabIndex = -1;
      if (value === null) cell.classList.add('secondary');
      else if (raw !== cell.textContent || raw.length > longText) cell.title = raw;
    },
  };
}

/** A value as the query gave it. */
function rawText(value: CellValue): string {
  return value === null ? '' : String(value);
}
