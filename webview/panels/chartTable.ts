import { spansDays } from '../../src/protocol/chartValues';
import { stepText } from '../../src/domain/spanText';
import { unknown } from '../../src/domain/numberFormat';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { element } from '../elements/dom';
import type { TimeChartKind } from './timeChartKind';
import type { TooltipRow } from '../charts/tooltip';

interface StepRow {
  readonly time: string;
  readonly known: boolean;
  readonly cells: readonly TooltipRow[];
}

/** A chart's numbers as a table, one row a step, newest first. Takes the room of the plot, and scrolls. */
export class ChartTable {
  readonly root: HTMLElement;
  readonly #kind: TimeChartKind;
  #table: DataTable<StepRow> | undefined;
  /** What its columns are of. */
  #names = '';

  constructor(kind: TimeChartKind) {
    this.#kind = kind;
    this.root = element('div', {
      class: 'chart-table',
      hidden: '',
      tabindex: '0',
      role: 'region',
      'aria-label': t('{0} as table', kind.title),
    });
  }

  update(view: DashboardView): void {
    const rows = view.data.points
      .map((point, step) => ({
        time: stepText(view.times, point.at, view.data.query.bucketSeconds, spansDays(view.data)),
        known: point.coveredSeconds > 0,
        cells: this.#kind.tooltip(view, step),
      }))
      .reverse();
    const cells = rows[0]?.cells ?? [];
    const names = JSON.stringify(cells.map(({ name }) => name));
    if (!this.#table || names !== this.#names) {
      this.#names = names;
      this.#table = this.#create(cells);
    }
    this.#table.show(rows);
  }

  #create(cells: readonly TooltipRow[]): DataTable<StepRow> {
    const columns: readonly Column<StepRow>[] = [
      {
        key: 'time',
        title: t('Time'),
        className: 'time',
        draw: (cell, row) => {
          cell.textContent = row.time;
        },
      },
      ...cells.map(({ name }, i) => ({
        key: name,
        title: name,
        className: 'number',
        draw: (cell: HTMLTableCellElement, row: StepRow): void => {
          cell.textContent = row.known ? (row.cells[i]?.value ?? unknown) : unknown;
          if (row.cells[i]?.note) cell.title = row.cells[i].note;
        },
      })),
    ];
    const table = new DataTable<StepRow>({
      caption: this.#kind.title,
      className: 'steps',
      columns,
    });
    this.root.replaceChildren(table.root);
    return table;
  }
}
