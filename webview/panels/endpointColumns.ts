import { joined, unknown } from '../../src/domain/numberFormat';
import { timeSpent } from '../../src/domain/timePerRequest';
import type { DashboardCharts, EndpointRow } from '../../src/protocol/dashboardData';
import { errorRateText, latencyText } from '../../src/protocol/differenceTexts';
import { delayText, impactOf, impactText } from '../../src/protocol/endpointTexts';
import { isRealVerdict } from '../../src/protocol/spanComparison';
import type { TrafficDifference } from '../../src/protocol/spanComparison';
import type { EndpointList } from '../../src/protocol/webviewMessages';
import { sparkline } from '../charts/sparkline';
import { knownSteps } from '../dashboardView';
import { filterActions } from '../tables/filterActions';
import type { PanelActions, WholeView } from '../dashboardView';
import { element } from '../elements/dom';
import { changeMark, inlineBar, pathMark, withBar } from '../elements/marks';
import { t } from '../localize';
import type { Rows } from '../controls/exportButton';
import { percentOf, requestsHead } from './chartRows';
import type { PanelColumn } from './tablePanel';

type EndpointColumns = readonly PanelColumn<EndpointRow, WholeView>[];

/** The columns of the endpoints' table; the store sorts by them. `open` shows one endpoint. */
export function endpointColumns(
  open: (row: EndpointRow) => void,
  actions: PanelActions,
): EndpointColumns {
  return [
    ...nameColumns(open, actions),
    ...trafficColumns(),
    ...handlerColumns(),
    ...injectedColumns(),
    ...comparedColumns(),
  ];
}

/**
 * Endpoints as rows of a file, with the columns of the screen. What the server counts for all methods of a path together
 * is said to be so in a column of its own.
 */
export function endpointCsvRows(
  { counted }: Pick<DashboardCharts, 'counted'>,
  { rows, coveredSeconds }: EndpointList,
): Rows {
  const requests = requestsHead({ counted });
  return [
    [
      ...['Protocol', 'Method', 'Path', requests, `${requests} per second`, 'Errors'],
      ...['Error rate, %', 'Handler average, ms', 'Handler p95, ms', 'Injected faults'],
      ...['Injected delay, ms', 'Delay is of all methods'],
      ...[`Change of ${requests.toLowerCase()}, %`, 'Impact, ms/s'],
    ],
    ...rows.map((row) => [
      row.protocol,
      row.method,
      row.endpoint,
      row.requests,
      perSecond(coveredSeconds, row),
      row.errors,
      counted === 'failed' ? null : percentOf(row.errors, row.requests),
      row.averageMs,
      row.p95 && !row.p95.above ? Math.ceil(row.p95.value) : null,
      row.faults,
      row.injected?.averageMs ?? null,
      row.injected?.isShared ? 'yes' : null,
      row.change === null ? null : row.change * 100,
      impactOf(row, coveredSeconds),
    ]),
  ];
}

const mostFirst = { sortable: true, descendingFirst: true } as const;

function text(
  value: (row: EndpointRow, view: WholeView) => string,
): PanelColumn<EndpointRow, WholeView>['draw'] {
  return (cell, row, view) => {
    cell.textContent = value(row, view);
  };
}

function nameColumns(open: (row: EndpointRow) => void, actions: PanelActions): EndpointColumns {
  return [
    {
      key: 'method',
      title: t('Method'),
      className: 'method',
      sortable: true,
      draw: text(methodText),
    },
    {
      key: 'path',
      title: t('Path'),
      className: 'path-head',
      sortable: true,
      draw: (cell, row, _, room) => {
        const button = element(
          'button',
          { type: 'button', class: 'row-button' },
          element('span', { class: 'method-inline', 'aria-hidden': 'true' }, methodText(row)),
          pathMark(row.endpoint, room),
        );
        button.addEventListener('click', (event) => {
          event.stopPropagation();
          open(row);
        });
        const { protocol, method, endpoint } = row;
        const value = { kind: 'endpoint', protocol, method, endpoint } as const;
        cell.append(button, filterActions(value, actions));
      },
    },
  ];
}

function trafficColumns(): EndpointColumns {
  return [
    {
      key: 'requests',
      title: t('Requests'),
      ofFailed: { title: t('Failed') },
      className: 'number requests',
      ...mostFirst,
      draw: (cell, { requests }, { data, numbers }) => {
        const share = requests / Math.max(1, data.endpoints.mostRequests);
        cell.append(withBar(numbers.count(requests), inlineBar(share, 'fill-requests')));
      },
    },
    {
      key: 'rate',
      title: t('Rate'),
      className: 'number rate',
      hint: t('Requests per second of collected time.'),
      ofFailed: {
        title: t('Failed/s'),
        hint: t('Failed requests per second of collected time.'),
      },
      ...mostFirst,
      draw: text((row, { data, numbers }) => {
        const rate = perSecond(data.summary.coveredSeconds, row);
        return rate === null ? unknown : joined(numbers.perSecond(rate));
      }),
    },
    {
      key: 'errors',
      title: t('Error rate'),
      className: 'number error-rate',
      ...mostFirst,
      draw: (cell, row, { numbers, errorRateThreshold, data }) => {
        if (data.counted === 'failed') {
          cell.append(element('span', { class: 'bar-room' }, unknown));
          return;
        }
        const share = row.errors / Math.max(1, row.requests);
        const { difference } = row;
        if (difference)
          markChange(cell, difference.errorRate, errorRateText(difference, numbers, t));
        cell.append(withBar(joined(numbers.percent(share)), inlineBar(share, 'fill-errors')));
        cell.classList.toggle('too-high', share > errorRateThreshold);
      },
    },
  ];
}

function handlerColumns(): EndpointColumns {
  return [
    {
      key: 'average',
      title: t('Handler avg'),
      className: 'number average',
      hint: t('Time in the handler, from the request log, without injected delay.'),
      ...mostFirst,
      draw: text(({ averageMs }, { numbers }) =>
        averageMs === null ? unknown : joined(numbers.handlerAverage(averageMs)),
      ),
    },
    {
      key: 'p95',
      title: t('Handler p95'),
      shortTitle: 'p95',
      className: 'number p95',
      hint: t('95 of 100 requests took at most this long in the handler, in whole milliseconds.'),
      ...mostFirst,
      draw: (cell, { p95, difference }, { numbers }) => {
        if (difference) markChange(cell, difference.latency, latencyText(difference, numbers, t));
        cell.append(p95 === null ? unknown : joined(numbers.handlerQuantile(p95)));
      },
    },
  ];
}

/** Marks a number that really changed; of every other, too, one can point at it to learn what it was. */
function markChange(
  cell: HTMLTableCellElement,
  { verdict }: TrafficDifference['errorRate' | 'latency'],
  told: string,
): void {
  cell.title = told;
  if (isRealVerdict(verdict)) cell.append(changeMark(verdict));
}

function injectedColumns(): EndpointColumns {
  return [
    {
      key: 'faults',
      title: t('Injected faults'),
      className: 'number faults',
      hint: t(
        'Failures that MockForge was told to inject, as far as they are known to belong to this method.',
      ),
      ...mostFirst,
      draw: text(({ faults }, { numbers }) => (faults === null ? unknown : numbers.count(faults))),
    },
    {
      key: 'injected',
      title: t('Injected delay'),
      className: 'number injected',
      hint: t(
        'Delay that MockForge was told to inject, averaged over all requests. ≈ marks a path with several methods: the server does not separate them.',
      ),
      ...mostFirst,
      draw: text((row, { numbers }) => delayText(row, numbers)),
    },
  ];
}

/** How it was before, how it weighs, and how it went. */
function comparedColumns(): EndpointColumns {
  return [
    {
      key: 'change',
      title: t('Change'),
      className: 'number change',
      hint: t('Requests compared with the other period, over the time both cover.'),
      ofFailed: {
        title: t('Change'),
        hint: t('Failed requests compared with the other period, over the time both cover.'),
      },
      ...mostFirst,
      draw: text(({ change }, { numbers }) => (change === null ? unknown : numbers.change(change))),
    },
    {
      key: 'impact',
      title: t('Impact'),
      className: 'number impact',
      hint: t(
        'Time that requests took: rate × (average handler time + injected delay), in milliseconds per second. ≈ marks a path with several methods: the server does not separate their delays.',
      ),
      ...mostFirst,
      draw: (cell, row, view) => {
        const text = impactText(row, view.data.summary.coveredSeconds, view.numbers);
        const most = Math.max(Number.MIN_VALUE, view.data.endpoints.greatestImpact);
        const share = (timeSpent(row) ?? 0) / most;
        cell.append(withBar(text, inlineBar(share, 'fill-impact')));
      },
    },
    {
      key: 'trend',
      title: t('Over time'),
      className: 'trend',
      draw: (cell, row, view) => {
        const options = { width: 108, height: 16, area: false, logarithmic: false };
        cell.append(sparkline(knownSteps(view, row.perStep), options));
      },
    },
  ];
}

function methodText(row: EndpointRow): string {
  return row.method ?? row.protocol.toUpperCase();
}

function perSecond(coveredSeconds: number, row: EndpointRow): number | null {
  return coveredSeconds === 0 ? null : row.requests / coveredSeconds;
}
