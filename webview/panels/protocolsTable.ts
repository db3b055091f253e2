import { protocols, protocolTitle, requestProtocols } from '../../src/domain/protocol';
import type { ProtocolTotals } from '../../src/protocol/dashboardData';
import { errorRate } from '../charts/chartView';
import { knownSteps, noteText, untilText } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { DataTable } from '../tables/dataTable';
import { setText, element } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import { inlineBar, withBar } from '../elements/marks';
import { Panel } from './panel';
import { sparkline } from '../charts/sparkline';
import { contentWidth } from '../elements/widths';

/** Pixels that the columns need without the sparkline, and with it. */
const compactWidth = 600;
const wholeWidth = 690;

/** What each protocol of the server carried. */
export class ProtocolsTable {
  readonly panel = new Panel('protocols', t('Protocols'));
  readonly #foot = element('p', { class: 'panel-foot' });
  #view: DashboardView | undefined;
  #isCompact = false;
  readonly #table = new DataTable<ProtocolTotals>({
    caption: t('Protocols'),
    className: 'protocols',
    columns: [
      {
        key: 'protocol',
        title: t('Protocol'),
        className: 'protocol',
        draw: (cell, row) => {
          cell.textContent = protocolTitle(row.protocol);
        },
      },
      {
        key: 'requests',
        title: t('Requests'),
        className: 'number requests',
        draw: (cell, row) => {
          const count = this.#view?.numbers.count(row.requests) ?? '';
          const bar = inlineBar(row.requests / this.#most(), 'fill-requests');
          if (isRequestProtocol(row)) cell.append(withBar(count, bar));
          else if (this.#isCompact) this.#drawSessions(cell, row);
          else cell.append(element('span', { class: 'bar-room' }, unknown));
        },
      },
      {
        key: 'errors',
        title: t('Error rate'),
        className: 'number error-rate',
        draw: (cell, row) => {
          const rate = isRequestProtocol(row) ? errorRate(row) : null;
          const text = rate === null ? null : this.#view?.numbers.percent(rate);
          cell.textContent = text ? joined(text) : unknown;
          cell.hidden = this.#isCompact && !isRequestProtocol(row);
        },
      },
      {
        key: 'p95',
        title: 'p95',
        className: 'number p95',
        draw: (cell, row) => {
          const { p95 } = row;
          cell.textContent = p95 && this.#view ? joined(this.#view.numbers.quantile(p95)) : unknown;
          cell.hidden = this.#isCompact && !isRequestProtocol(row);
        },
      },
      {
        key: 'sessions',
        title: t('Sessions'),
        className: 'sessions',
        draw: (cell, row) => {
          cell.hidden = this.#isCompact;
          if (!isRequestProtocol(row)) this.#drawSessions(cell, row);
        },
      },
      {
        key: 'trend',
        title: t('Over time'),
        className: 'trend',
        draw: (cell, row) => {
          const options = { width: 72, height: 16, area: false, logarithmic: false };
          if (this.#view) cell.append(sparkline(knownSteps(this.#view, row.perStep), options));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number)[][] => [
      ['Protocol', 'Requests', 'Errors', 'Sessions', 'Messages'],
      ...(this.#view?.data.protocols ?? []).map((row) => [
        row.protocol,
        row.requests,
        row.errors,
        row.sessions,
        row.messages,
      ]),
    ];
    this.panel.actions.append(exportButton('protocols', t('Protocols'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#foot);
    new ResizeObserver(() => {
      if (this.#view) this.update(this.#view);
    }).observe(this.panel.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const rows = view.data.protocols.filter(
      (row) => row.requests + row.sessions + row.messages > 0,
    );
    this.panel.note(noteText(untilText(view)));
    this.panel.empty(rows.length > 0 ? null : t('No traffic in this range.'));
    const hasSessions = rows.some((row) => !isRequestProtocol(row));
    this.#table.root.classList.toggle('with-sessions', hasSessions);
    const width = contentWidth(this.panel.root);
    this.#isCompact = width < compactWidth;
    this.#table.root.classList.toggle('compact', this.#isCompact);
    this.#table.root.classList.toggle('without-trend', width < wholeWidth);
    this.#table.show(rows, `${this.#most()} ${String(this.#isCompact)}`);
    setText(this.#foot, footText(rows));
  }

  #most(): number {
    return Math.max(1, ...(this.#view?.data.protocols.map((other) => other.requests) ?? []));
  }

  /** In place of requests, which protocols of messages do not have. */
  #drawSessions(cell: HTMLTableCellElement, row: ProtocolTotals): void {
    if (this.#isCompact) {
      cell.colSpan = 3;
      cell.className = 'sessions';
    }
    cell.textContent = this.#sessions(row);
    cell.title = cell.textContent;
  }

  #sessions(row: ProtocolTotals): string {
    const count = (value: number): string => this.#view?.numbers.count(value) ?? '';
    const parts = [
      ...(row.sessions > 0 ? [t('{0} sessions', count(row.sessions))] : []),
      ...(row.messages > 0 ? [t('{0} messages', count(row.messages))] : []),
    ];
    return parts.join(', ');
  }
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
