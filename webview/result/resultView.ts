import type { ResultColumn } from '../../src/domain/resultTable';
import { cellOf } from '../../src/domain/resultTable';
import type { QueryResult } from '../../src/protocol/webviewMessages';
import { numberFormat } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { cellText, hasFractions, isNumeric } from './resultCells';
import { timeFormat } from '../../src/domain/timeFormat';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { element } from '../elements/dom';
import { Pager } from '../tables/pager';

const pageSize = 100;

/** A finished query: its rows, how many, and the SQL that found them. */
export function resultView(result: QueryResult): HTMLElement {
  const { title, sql, table, emptyReason } = result;
  const numbers = numberFormat(result.locale);
  const count = numbers.count(table.rowCount);
  const rows = table.rowCount === 1 ? t('1 row') : t('{0} rows', count);
  return element(
    'main',
    { class: 'result', 'aria-label': title },
    element(
      'header',
      { class: 'result-header' },
      element('h1', {}, title),
      element('span', { class: 'panel-note' }, rows),
    ),
    table.cut
      ? element(
          'p',
          { class: 'state-line warning-line' },
          t(
            'Only the first {0} rows are shown. Raise mockforgeAnalytics.maxQueryResults to see more.',
            count,
          ),
        )
      : null,
    element(
      'details',
      { class: 'sql' },
      element('summary', {}, 'SQL'),
      element('pre', { tabindex: '0' }, element('code', {}, sql)),
    ),
    table.rowCount === 0
      ? element('p', { class: 'panel-empty' }, emptyReason ?? t('No rows.'))
      : rowsView(result, numbers),
  );
}

function rowsView({ title, table, locale }: QueryResult, numbers: NumberFormat): HTMLElement {
  const times = timeFormat(locale);
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const draw = (offset: number): void => {
    shown.show(pager.slice(shown.sorted(rows), offset, numbers));
  };
  const pager = new Pager(pageSize, draw);
  const shown = new DataTable<number>({
    caption: title,
    className: 'result-table',
    columns: table.columns.map((column, i) => resultColumn(column, i, numbers, times)),
    onSort: () => {
      draw(0);
    },
  });
  draw(0);
  const scroller = { class: 'result-scroll', tabindex: '0', role: 'region', 'aria-label': title };
  return element('div', { class: 'result-rows' }, element('div', scroller, shown.root), pager.root);
}

function resultColumn(
  column: ResultColumn,
  index: number,
  numbers: NumberFormat,
  times: TimeFormat,
): Column<number> {
  const numeric = isNumeric(column);
  const isFractional = hasFractions(column);
  return {
    key: index.toString(),
    title: column.name,
    className: numeric ? 'number' : 'text',
    descendingFirst: numeric,
    sortBy: (row) => cellOf(column, row),
    draw: (cell, row) => {
      const value = cellOf(column, row);
      const text = cellText(column.name, value, isFractional, numbers, times);
      cell.textContent = text;
      if (value !== null && String(value) !== text) cell.title = String(value);
      if (value === null) cell.classList.add('secondary');
    },
  };
}
