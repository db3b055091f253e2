import { errorRate } from '../../src/protocol/chartValues';
import { joined, unknown } from '../../src/domain/numberFormat';
import { isProtocol, protocols, protocolTitle, requestProtocols } from '../../src/domain/protocol';
import { matchesWords } from '../../src/domain/search';
import type { DashboardCharts, ProtocolTotals } from '../../src/protocol/dashboardData';
import { sparkline } from '../charts/sparkline';
import { knownSteps, noteText, untilText } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { element, setText } from '../elements/dom';
import { inlineBar, withBar } from '../elements/marks';
import { contentWidth } from '../elements/widths';
import { t } from '../localize';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { filterActions } from '../tables/filterActions';
import { percentOf, requestsHead } from './chartRows';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';
import type { PanelColumn, TableParts } from './tablePanel';

/** Pixels that the columns need without the sparkline, and with it. */
const compactWidth = 660;
const wholeWidth = 760;

/** What a column is told of the room there is. */
const compact = 0;
const roomy = 1;

/** What each protocol of the server carried. */
export const protocolsTable: PanelKind = ({ actions }) => {
  const list = new TablePanel<ProtocolTotals, DashboardView>(
    {
      name: 'protocols',
      title: t('Protocols'),
      className: 'protocols',
      viewOf: (view) => view,
      rows: (view) =>
        usedProtocols(view).filter(({ protocol }) =>
          matchesWords(view.search, [protocolTitle(protocol)]),
        ),
      note: (view) => noteText(untilText(view)),
      emptyReason: (view) =>
        view.search !== '' && usedProtocols(view).length > 0
          ? t('No protocol matches the search.')
          : t('No traffic in this range.'),
      layOut,
      dependsOn: mostRequests,
      columns: [...requestColumns(actions), ...otherColumns()],
      csv: ({ data }, rows) => [
        [
          'Protocol',
          requestsHead(data),
          'Errors',
          'Error rate, %',
          'Whole request p95, ms',
          ...messageHead,
        ],
        ...rows.map((row) => csvRow(data, row)),
      ],
    },
    actions,
  );
  const foot = element('p', { class: 'panel-foot' });
  list.panel.content.append(foot);
  return {
    panel: list.panel,
    update: (view) => {
      list.update(view);
      const isNarrowed = conditionsIn(view.data.query.filter).length > 0;
      setText(foot, isNarrowed ? '' : footText(usedProtocols(view)));
    },
  };
};

const messageHead = ['Sessions', 'Messages'];

/** Protocols of messages have no requests, and those of requests no messages: that is not the same as none. */
function csvRow({ counted }: DashboardCharts, row: ProtocolTotals): (string | number | null)[] {
  const { protocol, requests, errors, p95, sessions, messages } = row;
  if (!isRequestProtocol(row)) return [protocol, null, errors, null, null, sessions, messages];
  const p95Ms = p95 && !p95.above ? p95.value : null;
  const rate = counted === 'failed' ? null : percentOf(errors, requests);
  return [protocol, requests, errors, rate, p95Ms, null, null];
}

type ProtocolColumns = readonly PanelColumn<ProtocolTotals, DashboardView>[];

function requestColumns(actions: PanelActions): ProtocolColumns {
  return [
    {
      key: 'protocol',
      title: t('Protocol'),
      className: 'protocol',
      draw: (cell, row) => {
        const { protocol } = row;
        cell.append(protocolTitle(protocol));
        if (isProtocol(protocol))
          cell.append(filterActions({ kind: 'protocol', protocol }, actions));
      },
    },
    {
      key: 'requests',
      title: t('Requests'),
      ofFailed: { title: t('Failed') },
      className: 'number requests',
      draw: (cell, row, view, room) => {
        const bar = inlineBar(row.requests / mostRequests(view), 'fill-requests');
        if (isRequestProtocol(row)) cell.append(withBar(view.numbers.count(row.requests), bar));
        else if (room === compact) drawSessions(cell, row, view, room);
        else cell.append(element('span', { class: 'bar-room' }, unknown));
      },
    },
    {
      key: 'errors',
      title: t('Error rate'),
      className: 'number error-rate',
      draw: (cell, row, { numbers, data }, room) => {
        const hasRate = isRequestProtocol(row) && data.counted === 'all';
        const rate = hasRate ? errorRate(row) : null;
        cell.textContent = rate === null ? unknown : joined(numbers.percent(rate));
        cell.hidden = room === compact && !isRequestProtocol(row);
      },
    },
    {
      key: 'p95',
      title: 'p95',
      className: 'number p95',
      draw: (cell, row, { numbers }, room) => {
        cell.textContent = row.p95 ? joined(numbers.quantile(row.p95)) : unknown;
        cell.hidden = room === compact && !isRequestProtocol(row);
      },
    },
  ];
}

function otherColumns(): ProtocolColumns {
  return [
    {
      key: 'sessions',
      title: t('Sessions'),
      className: 'sessions',
      draw: (cell, row, view, room) => {
        cell.hidden = room === compact;
        if (!isRequestProtocol(row)) drawSessions(cell, row, view, room);
      },
    },
    {
      key: 'trend',
      title: t('Over time'),
      className: 'trend',
      draw: (cell, row, view) => {
        const options = { width: 72, height: 16, area: false, logarithmic: false };
        cell.append(sparkline(knownSteps(view, row.perStep), options));
      },
    },
  ];
}

function layOut({ panel, table }: TableParts, view: DashboardView): number {
  const hasSessions = usedProtocols(view).some((row) => !isRequestProtocol(row));
  const width = contentWidth(panel.root);
  const { classList } = table.root;
  classList.toggle('with-sessions', hasSessions);
  classList.toggle('compact', width < compactWidth);
  classList.toggle('without-trend', width < wholeWidth);
  return width < compactWidth ? compact : roomy;
}

function usedProtocols({ data }: DashboardView): readonly ProtocolTotals[] {
  return data.protocols.filter((row) => row.requests + row.sessions + row.messages > 0);
}

function mostRequests({ data }: DashboardView): number {
  return Math.max(1, ...data.protocols.map(({ requests }) => requests));
}

/** In place of requests, which protocols of messages do not have. */
function drawSessions(
  cell: HTMLTableCellElement,
  row: ProtocolTotals,
  { numbers: { count } }: DashboardView,
  room: number,
): void {
  if (room === compact) {
    cell.colSpan = 3;
    cell.className = 'sessions';
  }
  cell.textContent = [
    ...(row.sessions > 0 ? [t('{0} sessions', count(row.sessions))] : []),
    ...(row.messages > 0 ? [t('{0} messages', count(row.messages))] : []),
  ].join(', ');
  cell.title = cell.textContent;
}

function isRequestProtocol(row: ProtocolTotals): boolean {
  return requestProtocols.some((protocol) => protocol === row.protocol);
}

function footText(rows: readonly ProtocolTotals[]): string {
  const silent = protocols.filter((protocol) => !rows.some((row) => row.protocol === protocol));
  const sentences =
    silent.length > 0 ? [t('No traffic: {0}.', silent.map(protocolTitle).join(', '))] : [];
  const spoken = rows
    .filter((row) => !isRequestProtocol(row))
    .map((row) => protocolTitle(row.protocol));
  if (spoken.length > 0) {
    sentences.push(t('{0} messages do not count as requests.', spoken.join(', ')));
  }
  return sentences.join(' ');
}
