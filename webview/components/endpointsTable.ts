import { logReason } from '../logReason';
import type { EndpointRow } from '../../src/protocol/dashboardData';
import { joined, unknown } from '../format';
import type { DashboardView } from '../dashboardView';
import { matchesSearch, noteText, untilText } from '../dashboardView';
import { DataTable } from './dataTable';
import type { Column } from './dataTable';
import { element } from './dom';
import { inlineBar, pathMark } from './marks';
import { Pager } from './pager';
import { Panel } from './panel';
import { pathRoom } from './pathRoom';
import { sparkline } from './sparkline';

const pageSize = 10;

/** Pixels that the method takes beside a path where it has no column of its own (styles/columns.css). */
const methodWidth = 38;

/** Endpoints with traffic: sortable, searchable, paged. */
export class EndpointsTable {
  readonly panel = new Panel('endpoints', 'Endpoints');
  readonly #table: DataTable<EndpointRow>;
  readonly #pager = new Pager(pageSize, () => {
    this.#draw();
  });
  #view: DashboardView | undefined;
  #mostRequests = 1;
  #highestImpact = 1;
  #pathLength = 40;

  constructor() {
    this.#table = new DataTable({
      caption: 'Endpoints',
      className: 'endpoints paged',
      columns: this.#columns(),
      sort: { column: 'requests', descending: true },
      onSort: () => {
        this.#pager.first();
        this.#draw();
      },
    });
    this.panel.content.append(this.#table.root, this.#pager.root);
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.panel.root);
  }

  update(view: DashboardView): void {
    if (this.#view && this.#view.search !== view.search) this.#pager.first();
    this.#view = view;
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const all = view.data.endpoints;
    const rows = all.filter((row) =>
      matchesSearch(view.search, [
        row.endpoint,
        row.method,
        `${row.method ?? ''} ${row.endpoint ?? ''}`,
      ]),
    );
    const found = view.search === '' ? '' : `${view.numbers.count(rows.length)} of `;
    this.panel.note(
      noteText(
        all.length === 0 ? null : `${found}${view.numbers.count(all.length)} with traffic`,
        untilText(view),
      ),
    );
    this.panel.empty(rows.length > 0 ? null : emptyReason(view));
    this.#mostRequests = Math.max(1, ...all.map((row) => row.requests));
    this.#highestImpact = Math.max(0, ...all.map((row) => impact(view, row) ?? 0));
    this.#pathLength = pathRoom(this.#table.root, '.path-head', view.narrow ? methodWidth : 0);
    // The last page may be short; the room of a whole one stays, so that nothing below moves.
    this.panel.content.classList.toggle('many', rows.length > pageSize);
    const page = this.#pager.slice(this.#table.sorted(rows));
    this.#table.show(
      page,
      [
        this.#mostRequests,
        this.#highestImpact,
        this.#pathLength,
        view.data.summary.coveredSeconds,
      ].join(),
    );
  }

  #columns(): readonly Column<EndpointRow>[] {
    const text =
      (value: (view: DashboardView, row: EndpointRow) => string) =>
      (cell: HTMLTableCellElement, row: EndpointRow): void => {
        if (this.#view) cell.textContent = value(this.#view, row);
      };
    return [
      {
        key: 'method',
        title: 'Method',
        className: 'method',
        sortBy: (row) => row.method,
        draw: text((_, row) => methodText(row)),
      },
      {
        key: 'path',
        title: 'Path',
        className: 'path-head',
        sortBy: (row) => row.endpoint,
        draw: (cell, row) => {
          cell.append(
            element('span', { class: 'method-inline', 'aria-hidden': 'true' }, methodText(row)),
            pathMark(row.endpoint ?? unknown, this.#pathLength),
          );
        },
      },
      {
        key: 'requests',
        title: 'Requests',
        className: 'number requests',
        sortBy: (row) => row.requests,
        descendingFirst: true,
        draw: (cell, row) => {
          const count = this.#view?.numbers.count(row.requests) ?? '';
          cell.append(withBar(count, row.requests / this.#mostRequests, 'fill-requests'));
        },
      },
      {
        key: 'rate',
        title: 'Rate',
        className: 'number rate',
        hint: 'Requests per second of the time that was collected.',
        sortBy: (row) => row.requests,
        descendingFirst: true,
        draw: text((view, row) => {
          const rate = perSecond(view, row);
          return rate === null ? unknown : joined(view.numbers.perSecond(rate));
        }),
      },
      {
        key: 'errors',
        title: 'Error rate',
        className: 'number error-rate',
        sortBy: (row) => row.errors / Math.max(1, row.requests),
        descendingFirst: true,
        draw: (cell, row) => {
          const share = row.errors / Math.max(1, row.requests);
          const percent = joined(this.#view?.numbers.percent(share) ?? { value: '', unit: '' });
          cell.append(withBar(percent, share, 'fill-errors'));
          cell.classList.toggle('too-high', share > (this.#view?.errorRateThreshold ?? 1));
        },
      },
      {
        key: 'average',
        title: 'Handler avg',
        className: 'number average',
        hint: 'Time in the handler, from the request log, without injected delay.',
        sortBy: (row) => row.averageMs,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs)),
        ),
      },
      {
        key: 'p95',
        title: 'Handler p95',
        shortTitle: 'p95',
        className: 'number p95',
        hint: '95 of 100 requests spent at most this time in the handler, in whole milliseconds.',
        sortBy: (row) => row.p95?.value ?? null,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.p95 === null ? unknown : joined(numbers.handlerQuantile(row.p95)),
        ),
      },
      {
        key: 'impact',
        title: 'Impact',
        className: 'number impact',
        hint: 'Rate x average: milliseconds of handler time in each second.',
        sortBy: (row) => (row.averageMs === null ? null : row.requests * row.averageMs),
        descendingFirst: true,
        draw: (cell, row) => {
          const value = this.#view ? impact(this.#view, row) : null;
          const amount = value === null ? unknown : impactText(this.#view, value);
          cell.append(withBar(amount, (value ?? 0) / (this.#highestImpact || 1), 'fill-impact'));
        },
      },
      {
        key: 'trend',
        title: 'Over time',
        className: 'trend',
        draw: (cell, row) => {
          const options = { width: 108, height: 16, area: false, logarithmic: false };
          cell.append(sparkline(row.perStep, options));
        },
      },
    ];
  }
}

function withBar(text: string, share: number, className: string): HTMLElement {
  return element(
    'span',
    { class: 'with-bar' },
    element('span', {}, text),
    inlineBar(share, className),
  );
}

function methodText(row: EndpointRow): string {
  return row.method ?? row.protocol.toUpperCase();
}

function perSecond({ data }: DashboardView, row: EndpointRow): number | null {
  const { coveredSeconds } = data.summary;
  return coveredSeconds === 0 ? null : row.requests / coveredSeconds;
}

function impact(view: DashboardView, row: EndpointRow): number | null {
  const rate = perSecond(view, row);
  return rate === null || row.averageMs === null ? null : rate * row.averageMs;
}

function impactText(view: DashboardView | undefined, value: number): string {
  if (!view) return '';
  return `${joined(view.numbers.milliseconds(value))}/s`;
}

function emptyReason({ data, status, search }: DashboardView): string {
  if (search !== '' && data.endpoints.length > 0) return 'No endpoint matches the search.';
  if (status.log.state !== 'on') {
    return logReason(status, "Endpoints need MockForge's admin API: start it with --admin.");
  }
  return 'No requests in this range.';
}
