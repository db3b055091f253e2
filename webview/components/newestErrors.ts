import { logReason } from '../logReason';
import type { StoredError } from '../../src/protocol/readModels';
import { clientName } from '../../src/domain/userAgent';
import type { DashboardView } from '../dashboardView';
import { matchesSearch, noteText, untilText } from '../dashboardView';
import { unknown } from '../format';
import { errorTypeText } from '../statusText';
import { DataTable } from './dataTable';
import { element } from './dom';
import { pathMark, statusClassName } from './marks';
import { Panel } from './panel';
import { pathRoom } from './pathRoom';

const listLength = 8;

/** The last failed requests, newest first. */
export class NewestErrors {
  readonly panel = new Panel('newest', 'Newest errors');
  #view: DashboardView | undefined;
  #pathLength = 40;
  readonly #table = new DataTable<StoredError>({
    caption: 'Newest errors',
    className: 'newest',
    columns: [
      {
        key: 'time',
        title: 'Time',
        className: 'time',
        draw: (cell, row) => {
          const view = this.#view;
          if (!view) return;
          const exact = row.timestampMs !== null && !view.narrow;
          cell.textContent = exact
            ? view.times.clockMs(row.timestampMs)
            : view.times.clock(row.timestamp);
          cell.title = view.times.full(row.timestamp);
        },
      },
      {
        key: 'status',
        title: 'Status',
        className: 'status',
        draw: (cell, { statusCode }) => {
          const className = `status-code ${statusClassName(statusCode)}`;
          cell.append(element('span', { class: className }, statusCode?.toString() ?? unknown));
        },
      },
      {
        key: 'request',
        title: 'Request',
        className: 'endpoint',
        draw: (cell, row) => {
          const method = row.method ?? '';
          const path = row.path ?? row.endpoint;
          cell.append(
            element('span', { class: 'method-inline' }, method),
            path === null ? unknown : pathMark(path, this.#pathLength - method.length - 1),
          );
        },
      },
      {
        key: 'client',
        title: 'Client',
        className: 'client',
        draw: (cell, row) => {
          cell.textContent = clientName(row.userAgent);
          cell.title = [row.userAgent, row.clientIp].filter((part) => part !== null).join('\n');
        },
      },
      {
        key: 'request-id',
        title: 'Request id',
        className: 'request-id',
        draw: (cell, row) => {
          cell.textContent = row.requestId === null ? unknown : row.requestId.slice(0, 8);
          cell.title = row.requestId ?? 'No source knows it.';
        },
      },
    ],
  });

  constructor(showAll: () => void) {
    const link = element('button', { type: 'button', class: 'link' }, 'Show all in Recent Errors');
    link.addEventListener('click', showAll);
    this.panel.content.append(this.#table.root, element('footer', { class: 'panel-footer' }, link));
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.panel.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const found = view.data.newestErrors.filter((error) =>
      matchesSearch(view.search, [
        error.endpoint,
        error.path,
        error.method,
        error.statusCode,
        errorTypeText(error.errorType),
        error.errorMessage,
        clientName(error.userAgent),
        error.requestId,
      ]),
    );
    this.panel.note(untilText(view) ?? noteText('newest first'));
    this.panel.empty(found.length > 0 ? null : emptyReason(view));
    this.#pathLength = pathRoom(this.#table.root, '.endpoint', 0);
    this.#table.show(
      found.slice(0, listLength),
      `${this.#pathLength.toString()} ${String(view.narrow)}`,
    );
  }
}

function emptyReason({ data, search, status }: DashboardView): string {
  if (search !== '' && data.newestErrors.length > 0) return 'No error matches the search.';
  if (status.log.state !== 'on') {
    return logReason(status, "Live errors need MockForge's admin API: start it with --admin.");
  }
  return 'No errors in this range.';
}
