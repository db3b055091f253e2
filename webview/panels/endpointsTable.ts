import type { EndpointColumn, EndpointPage, EndpointRow } from '../../src/protocol/dashboardData';
import { endpointPageSize } from '../../src/protocol/dashboardState';
import type { EndpointName } from '../../src/protocol/readModels';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import { knownSteps, noteText, untilText } from '../dashboardView';
import type { WholeView, PanelActions } from '../dashboardView';
import { joined, noBreak, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { DataTable } from '../tables/dataTable';
import type { Column } from '../tables/dataTable';
import { element } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import { inlineBar, pathMark, withBar } from '../elements/marks';
import { Pager } from '../tables/pager';
import { Panel } from './panel';
import { pathRoom } from '../tables/pathRoom';
import { sparkline } from '../charts/sparkline';

/** Pixels that the method takes beside a path where it has no column of its own (styles/columns.css). */
const methodWidth = 38;

type ExportedRow = (string | number | null)[];
type PageChange = Partial<Pick<EndpointPage, 'column' | 'descending' | 'offset'>>;

/** Endpoints with traffic: the store sorts, searches and pages them. */
export class EndpointsTable {
  readonly panel = new Panel('endpoints', t('Endpoints'));
  readonly #table: DataTable<EndpointRow>;
  readonly #pager: Pager;
  readonly #openEndpoint: PanelActions['openEndpoint'];
  #view: WholeView | undefined;
  #pathLength = 40;

  constructor(
    sort: DashboardViewState['sort'],
    actions: PanelActions,
    onPage: (change: PageChange) => void,
  ) {
    this.#openEndpoint = actions.openEndpoint;
    this.#pager = new Pager(endpointPageSize, (offset) => {
      onPage({ offset });
    });
    this.#table = new DataTable({
      caption: t('Endpoints'),
      className: 'endpoints paged',
      columns: this.#columns(),
      sort,
      onSort: ({ column, descending }) => {
        onPage({ column: column as EndpointColumn, descending, offset: 0 });
      },
      onOpen: (row) => {
        this.#open(row);
      },
      keyOf,
    });
    const csv = async (): Promise<ExportedRow[]> => csvRows(await actions.readEndpoints());
    this.panel.actions.append(exportButton('endpoints', t('Endpoints'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#pager.root);
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.panel.root);
  }

  update(view: WholeView): void {
    this.#view = view;
    this.#draw();
  }

  /** Gives the focus to the row of an endpoint, or where it is not shown to the table. */
  focus(endpoint: EndpointName): void {
    if (!this.#table.focusRow(keyOf(endpoint))) this.#table.root.querySelector('button')?.focus();
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const { total, found, rows } = view.data.endpoints;
    const { search, offset } = view.data.query.endpointPage;
    const count = view.numbers.count;
    this.panel.note(
      noteText(
        total === 0
          ? null
          : search === ''
            ? t('{0} with traffic', count(total))
            : t('{0} of {1} with traffic', count(found), count(total)),
        untilText(view),
      ),
    );
    this.panel.empty(found > 0 ? null : emptyReason(view));
    this.#pathLength = pathRoom(this.#table.root, '.path-head', view.narrow ? methodWidth : 0);
    // The last page may be short; the room of a whole one stays, so that nothing below moves.
    this.panel.content.classList.toggle('many', found > endpointPageSize);
    this.#pager.show(offset, rows.length, found, view.numbers);
    const { mostRequests, greatestImpact } = view.data.endpoints;
    const { coveredSeconds } = view.data.summary;
    this.#table.show(rows, [mostRequests, greatestImpact, this.#pathLength, coveredSeconds].join());
  }

  #open({ protocol, method, endpoint }: EndpointRow): void {
    this.#openEndpoint({ protocol, method, endpoint });
  }

  #columns(): readonly Column<EndpointRow>[] {
    const text =
      (value: (view: WholeView, row: EndpointRow) => string) =>
      (cell: HTMLTableCellElement, row: EndpointRow): void => {
        if (this.#view) cell.textContent = value(this.#view, row);
      };
    return [
      {
        key: 'method',
        title: t('Method'),
        className: 'method',
        sortable: true,
        draw: text((_, row) => methodText(row)),
      },
      {
        key: 'path',
        title: t('Path'),
        className: 'path-head',
        sortable: true,
        draw: (cell, row) => {
          const open = element(
            'button',
            { type: 'button', class: 'row-button' },
            element('span', { class: 'method-inline', 'aria-hidden': 'true' }, methodText(row)),
            pathMark(row.endpoint, this.#pathLength),
          );
          open.addEventListener('click', (event) => {
            event.stopPropagation();
            this.#open(row);
          });
          cell.append(open);
        },
      },
      {
        key: 'requests',
        title: t('Requests'),
        className: 'number requests',
        sortable: true,
        descendingFirst: true,
        draw: (cell, row) => {
          const share = row.requests / Math.max(1, this.#view?.data.endpoints.mostRequests ?? 1);
          const count = this.#view?.numbers.count(row.requests) ?? '';
          cell.append(withBar(count, inlineBar(share, 'fill-requests')));
        },
      },
      {
        key: 'rate',
        title: t('Rate'),
        className: 'number rate',
        hint: t('Requests per second of collected time.'),
        sortable: true,
        descendingFirst: true,
        draw: text((view, row) => {
          const rate = perSecond(view, row);
          return rate === null ? unknown : joined(view.numbers.perSecond(rate));
        }),
      },
      {
        key: 'errors',
        title: t('Error rate'),
        className: 'number error-rate',
        sortable: true,
        descendingFirst: true,
        draw: (cell, row) => {
          const share = row.errors / Math.max(1, row.requests);
          const percent = joined(this.#view?.numbers.percent(share) ?? { value: '', unit: '' });
          cell.append(withBar(percent, inlineBar(share, 'fill-errors')));
          cell.classList.toggle('too-high', share > (this.#view?.errorRateThreshold ?? 1));
        },
      },
      {
        key: 'average',
        title: t('Handler avg'),
        className: 'number average',
        hint: t('Time in the handler, from the request log, without injected delay.'),
        sortable: true,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs)),
        ),
      },
      {
        key: 'p95',
        title: t('Handler p95'),
        shortTitle: 'p95',
        className: 'number p95',
        hint: t('95 of 100 requests took at most this long in the handler, in whole milliseconds.'),
        sortable: true,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.p95 === null ? unknown : joined(numbers.handlerQuantile(row.p95)),
        ),
      },
      {
        key: 'faults',
        title: t('Injected faults'),
        className: 'number faults',
        hint: t(
          'Failures that MockForge was told to inject, as far as they are known to belong to this method.',
        ),
        sortable: true,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.faults === null ? unknown : numbers.count(row.faults),
        ),
      },
      {
        key: 'injected',
        title: t('Injected delay'),
        className: 'number injected',
        hint: t(
          'Delay that MockForge was told to inject, averaged over all requests. ≈ marks a path with several methods: the server does not separate them.',
        ),
        sortable: true,
        descendingFirst: true,
        draw: text((view, row) => delayText(view, row.injected)),
      },
      {
        key: 'change',
        title: t('Change'),
        className: 'number change',
        hint: t('Requests compared with the other period, over the time both cover.'),
        sortable: true,
        descendingFirst: true,
        draw: text(({ numbers }, row) =>
          row.change === null ? unknown : numbers.change(row.change),
        ),
      },
      {
        key: 'impact',
        title: t('Impact'),
        className: 'number impact',
        hint: t('Time spent: rate × average handler time, in milliseconds per second.'),
        sortable: true,
        descendingFirst: true,
        draw: (cell, row) => {
          const view = this.#view;
          const value = view ? impact(view, row) : null;
          const most = Math.max(Number.MIN_VALUE, view?.data.endpoints.greatestImpact ?? 1);
          const share = ((row.averageMs ?? 0) * row.requests) / most;
          const amount =
            view && value !== null ? `${joined(view.numbers.milliseconds(value))}/s` : unknown;
          cell.append(withBar(amount, inlineBar(share, 'fill-impact')));
        },
      },
      {
        key: 'trend',
        title: t('Over time'),
        className: 'trend',
        draw: (cell, row) => {
          const options = { width: 108, height: 16, area: false, logarithmic: false };
          if (this.#view) cell.append(sparkline(knownSteps(this.#view, row.perStep), options));
        },
      },
    ];
  }
}

function keyOf({ protocol, method, endpoint }: EndpointName): string {
  return JSON.stringify([protocol, method, endpoint]);
}

function csvRows(rows: readonly EndpointRow[]): ExportedRow[] {
  return [
    [
      'Method',
      'Path',
      'Requests',
      'Errors',
      'Handler average, ms',
      'Handler p95, ms',
      'Injected faults',
      'Injected delay of all methods, ms',
      'Change',
    ],
    ...rows.map((row) => [
      row.method,
      row.endpoint,
      row.requests,
      row.errors,
      row.averageMs,
      row.p95 && !row.p95.above ? row.p95.value : null,
      row.faults,
      row.injected?.averageMs ?? null,
      row.change,
    ]),
  ];
}

function methodText(row: EndpointRow): string {
  return row.method ?? row.protocol.toUpperCase();
}

function perSecond({ data }: WholeView, row: EndpointRow): number | null {
  const { coveredSeconds } = data.summary;
  return coveredSeconds === 0 ? null : row.requests / coveredSeconds;
}

function delayText({ numbers }: WholeView, delay: EndpointRow['injected']): string {
  if (!delay) return unknown;
  const amount = `+${joined(numbers.milliseconds(delay.averageMs))}`;
  return delay.isShared ? `≈${noBreak}${amount}` : amount;
}

function impact(view: WholeView, row: EndpointRow): number | null {
  const rate = perSecond(view, row);
  return rate === null || row.averageMs === null ? null : rate * row.averageMs;
}

function emptyReason({ data, status }: WholeView): string {
  if (data.endpoints.total > 0) return t('No endpoint matches the search.');
  if (status.log.state !== 'on') {
    return logReason(
      status,
      t("Endpoints come from MockForge's admin API. Start MockForge with --admin."),
    );
  }
  return t('No requests in this range.');
}
