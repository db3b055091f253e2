import { logReason } from '../logReason';
import type { ErrorGroup } from '../../src/protocol/readModels';
import { statusCodesText } from '../../src/domain/statusCodes';
import type { DashboardView } from '../dashboardView';
import { matchesSearch, noteText, untilText } from '../dashboardView';
import { joined, unknown } from '../format';
import { errorTypeText } from '../statusText';
import { DataTable } from './dataTable';
import { element } from './dom';
import { inlineBar, pathMark, statusClassName } from './marks';
import { MoreRows } from './moreRows';
import { Panel } from './panel';
import { charactersIn, pathRoom } from './pathRoom';

const shortList = 8;

/** Pixels that a narrow window's second line has beside the path: padding, status and time. */
const besidePath = 136;

/** Failed requests, grouped by endpoint and type. */
export class ErrorsTable {
  readonly panel = new Panel('errors', 'Errors');
  readonly #more = new MoreRows('groups', shortList, () => {
    this.#draw();
  });
  #view: DashboardView | undefined;
  #total = 1;
  #pathLength = 40;
  readonly #table = new DataTable<ErrorGroup>({
    caption: 'Errors by endpoint and type',
    className: 'errors',
    sort: { column: 'count', descending: true },
    onSort: () => {
      this.#draw();
    },
    columns: [
      {
        key: 'status',
        title: 'Status',
        className: 'status',
        sortBy: (row) => row.statusCodes[0] ?? null,
        draw: (cell, { statusCodes }) => {
          const className = `status-code ${statusClassName(statusCodes.at(-1) ?? null)}`;
          cell.append(
            element('span', { class: className }, statusCodesText(statusCodes) || unknown),
          );
          cell.title = statusCodes.join(', ');
        },
      },
      {
        key: 'error',
        title: 'Error',
        className: 'error',
        sortBy: (row) => row.errorType,
        draw: (cell, row) => {
          const type = errorTypeText(row.errorType);
          const message = row.errorMessage ?? '';
          cell.append(
            type,
            element('span', { class: 'secondary' }, message === '' ? '' : `: ${message}`),
          );
          cell.title = cell.textContent;
        },
      },
      {
        key: 'endpoint',
        title: 'Endpoint',
        className: 'endpoint',
        sortBy: (row) => row.endpoint,
        draw: (cell, row) => {
          const method = row.method ?? '';
          cell.append(
            method === '' ? '' : element('span', { class: 'method-inline' }, method),
            row.endpoint === null
              ? element('span', { class: 'secondary' }, 'not attributed')
              : pathMark(row.endpoint, this.#pathLength - method.length - 1),
          );
        },
      },
      {
        key: 'count',
        title: 'Count',
        className: 'number count',
        sortBy: (row) => row.count,
        descendingFirst: true,
        draw: (cell, row) => {
          cell.textContent = this.#view?.numbers.count(row.count) ?? '';
        },
      },
      {
        key: 'share',
        title: 'Share',
        className: 'number share',
        sortBy: (row) => row.count,
        descendingFirst: true,
        draw: (cell, row) => {
          const share = row.count / this.#total;
          const text = joined(this.#view?.numbers.percent(share) ?? { value: '', unit: '' });
          const fill = inlineBar(share, `fill-${statusClassName(row.statusCodes.at(-1) ?? null)}`);
          cell.append(element('span', { class: 'with-bar' }, element('span', {}, text), fill));
        },
      },
      {
        key: 'first',
        title: 'First',
        className: 'number first',
        sortBy: (row) => row.first,
        draw: (cell, row) => {
          this.#drawTime(cell, row.first);
        },
      },
      {
        key: 'last',
        title: 'Last',
        className: 'number last',
        sortBy: (row) => row.last,
        descendingFirst: true,
        draw: (cell, row) => {
          this.#drawTime(cell, row.last);
        },
      },
    ],
  });

  constructor() {
    this.panel.content.append(this.#table.root, this.#more.root);
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
    const all = view.data.errorGroups;
    const groups = all.filter((group) =>
      matchesSearch(view.search, [
        group.endpoint,
        group.method,
        statusCodesText(group.statusCodes),
        ...group.statusCodes,
        errorTypeText(group.errorType),
        group.errorMessage,
      ]),
    );
    this.#total = Math.max(1, ...[all.reduce((sum, group) => sum + group.count, 0)]);
    this.panel.note(noteText(countText(view, all, groups.length), untilText(view)));
    this.panel.empty(groups.length > 0 ? null : emptyReason(view));
    this.#pathLength = view.narrow
      ? charactersIn(this.panel.root.clientWidth - besidePath)
      : pathRoom(this.#table.root, '.endpoint', 0);
    const rows = this.#more.slice(this.#table.sorted(groups));
    this.#table.show(rows, [this.#total, this.#pathLength, view.data.query.to].join());
  }

  #drawTime(cell: HTMLTableCellElement, at: number): void {
    const view = this.#view;
    if (!view) return;
    const isToday = view.times.date(at) === view.times.date(view.data.query.to);
    cell.textContent = isToday ? view.times.clock(at) : view.times.short(at, view.data.query.to);
    cell.title = view.times.full(at);
  }
}

function countText(view: DashboardView, all: readonly ErrorGroup[], found: number): string | null {
  if (all.length === 0) return null;
  if (view.search !== '') return `${found.toString()} of ${all.length.toString()} groups`;
  const total = all.reduce((sum, group) => sum + group.count, 0);
  return `${view.numbers.count(total)} in ${all.length.toString()} ${all.length === 1 ? 'group' : 'groups'}`;
}

function emptyReason({ data, search, status }: DashboardView): string {
  if (search !== '' && data.errorGroups.length > 0) return 'No error matches the search.';
  if (data.summary.errors > 0 && status.log.state !== 'on') {
    return logReason(
      status,
      "Which requests failed is in MockForge's request log: start it with --admin.",
    );
  }
  return 'No errors in this range.';
}
