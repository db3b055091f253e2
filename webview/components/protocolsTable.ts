import { protocols, protocolTitle, requestProtocols } from '../../src/domain/protocol';
import type { ProtocolTotals } from '../../src/protocol/dashboardData';
import { errorRate } from '../charts/chartView';
import type { DashboardView } from '../dashboardView';
import { noteText, untilText } from '../dashboardView';
import { joined, unknown } from '../format';
import { DataTable } from './dataTable';
import { element, setText } from './dom';
import { inlineBar } from './marks';
import { Panel } from './panel';

/** What each protocol of the server carried. */
export class ProtocolsTable {
  readonly panel = new Panel('protocols', 'Protocols');
  readonly #foot = element('p', { class: 'panel-foot' });
  #view: DashboardView | undefined;
  readonly #table = new DataTable<ProtocolTotals>({
    caption: 'Protocols',
    className: 'protocols',
    columns: [
      {
        key: 'protocol',
        title: 'Protocol',
        className: 'protocol',
        draw: (cell, row) => {
          cell.textContent = protocolTitle(row.protocol);
        },
      },
      {
        key: 'requests',
        title: 'Requests',
        className: 'number requests',
        draw: (cell, row) => {
          if (isRequestProtocol(row)) this.#drawRequests(cell, row);
          else this.#drawSessions(cell, row);
        },
      },
      {
        key: 'errors',
        title: 'Error rate',
        className: 'number error-rate',
        draw: (cell, row) => {
          const rate = errorRate(row);
          if (!isRequestProtocol(row)) cell.hidden = true;
          else cell.textContent = rate === null ? unknown : this.#percent(rate);
        },
      },
    ],
  });

  constructor() {
    this.panel.content.append(this.#table.root, this.#foot);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const rows = view.data.protocols.filter(
      (row) => row.requests + row.sessions + row.messages > 0,
    );
    const most = Math.max(1, ...rows.map((row) => row.requests));
    this.panel.note(noteText(untilText(view)));
    this.panel.empty(rows.length > 0 ? null : 'No traffic in this range.');
    this.#table.show(rows, most.toString());
    setText(this.#foot, footText(rows));
  }

  #drawRequests(cell: HTMLTableCellElement, row: ProtocolTotals): void {
    const most = Math.max(1, ...(this.#view?.data.protocols.map((other) => other.requests) ?? []));
    cell.append(
      element(
        'span',
        { class: 'with-bar' },
        element('span', {}, this.#view?.numbers.count(row.requests) ?? ''),
        inlineBar(row.requests / most, 'fill-requests'),
      ),
    );
  }

  /** Protocols without requests in our sense have sessions instead, over the room of both columns. */
  #drawSessions(cell: HTMLTableCellElement, row: ProtocolTotals): void {
    const count = (value: number): string => this.#view?.numbers.count(value) ?? '';
    cell.colSpan = 2;
    cell.className = 'number sessions';
    cell.textContent = [
      ...(row.sessions > 0 ? [`${count(row.sessions)} sessions`] : []),
      ...(row.messages > 0 ? [`${count(row.messages)} messages`] : []),
      ...(row.sessions + row.messages === 0 ? [`${count(row.requests)} operations`] : []),
    ].join(', ');
    cell.title = cell.textContent;
  }

  #percent(rate: number): string {
    return joined(this.#view?.numbers.percent(rate) ?? { value: unknown, unit: '' });
  }
}

function isRequestProtocol(row: ProtocolTotals): boolean {
  return requestProtocols.some((protocol) => protocol === row.protocol);
}

function footText(rows: readonly ProtocolTotals[]): string {
  const silent = protocols.filter((protocol) => !rows.some((row) => row.protocol === protocol));
  const sentences =
    silent.length > 0 ? [`No traffic: ${silent.map(protocolTitle).join(', ')}.`] : [];
  if (rows.some((row) => !isRequestProtocol(row))) {
    sentences.push('Messages do not count as requests.');
  }
  return sentences.join(' ');
}
