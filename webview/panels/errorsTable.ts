import type { ErrorGroup } from '../../src/protocol/readModels';
import { statusCodesText } from '../../src/domain/statusCodes';
import { daySeconds } from '../../src/domain/time';
import { matchesSearch, noteText, targetOf, untilText } from '../dashboardView';
import type { WholeView, PanelActions } from '../dashboardView';
import { joined, unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { errorTypeText } from '../../src/domain/statusText';
import { DataTable } from '../tables/dataTable';
import { element } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import { inlineBar, pathMark, statusClassName, withBar } from '../elements/marks';
import { MoreRows } from '../tables/moreRows';
import { Panel } from './panel';
import { charactersIn, pathRoom } from '../tables/pathRoom';
import { contentWidth } from '../elements/widths';

const shortList = 8;

/** Pixels that a narrow window's second line has beside the path: padding, status and time. */
const besidePath = 136;

/** Failed requests, grouped by endpoint and type. */
export class ErrorsTable {
  readonly panel = new Panel('errors', t('Errors'));
  readonly #more = new MoreRows(t('groups'), shortList, () => {
    this.#draw();
  });
  #view: WholeView | undefined;
  #total = 1;
  #pathLength = 40;
  readonly #table = new DataTable<ErrorGroup>({
    caption: t('Errors by endpoint and type'),
    className: 'errors',
    sort: { column: 'count', descending: true },
    onSort: () => {
      this.#draw();
    },
    columns: [
      {
        key: 'status',
        title: t('Status'),
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
        title: t('Error'),
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
        title: t('Endpoint'),
        className: 'endpoint',
        sortBy: (row) => row.endpoint,
        draw: (cell, row) => {
          const method = row.method ?? '';
          cell.append(
            method === '' ? '' : element('span', { class: 'method-inline' }, method),
            row.endpoint === null
              ? element('span', { class: 'secondary' }, t('not attributed'))
              : pathMark(row.endpoint, this.#pathLength - method.length - 1),
          );
        },
      },
      {
        key: 'count',
        title: t('Count'),
        className: 'number count',
        sortBy: (row) => row.count,
        descendingFirst: true,
        draw: (cell, row) => {
          cell.textContent = this.#view?.numbers.count(row.count) ?? '';
        },
      },
      {
        key: 'share',
        title: t('Share'),
        className: 'number share',
        sortBy: (row) => row.count,
        descendingFirst: true,
        draw: (cell, row) => {
          const share = row.count / this.#total;
          const text = joined(this.#view?.numbers.percent(share) ?? { value: '', unit: '' });
          const fill = inlineBar(share, `fill-${statusClassName(row.statusCodes.at(-1) ?? null)}`);
          cell.append(withBar(text, fill));
        },
      },
      {
        key: 'first',
        title: t('First'),
        className: 'number first',
        sortBy: (row) => row.first,
        draw: (cell, row) => {
          this.#drawTime(cell, row.first);
        },
      },
      {
        key: 'last',
        title: t('Last'),
        className: 'number last',
        sortBy: (row) => row.last,
        descendingFirst: true,
        draw: (cell, row) => {
          this.#drawTime(cell, row.last);
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number | null)[][] => this.#rows();
    this.panel.actions.append(exportButton('errors', t('Errors'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.panel.root);
  }

  update(view: WholeView): void {
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
    this.#total = Math.max(1, view.data.errorTotals.count);
    this.panel.root.classList.toggle('of-endpoint', targetOf(view) !== null);
    this.panel.note(noteText(countText(view, all, groups.length), untilText(view)));
    this.panel.empty(groups.length > 0 ? null : emptyReason(view));
    this.#pathLength = view.narrow
      ? charactersIn(contentWidth(this.panel.root) - besidePath)
      : pathRoom(this.#table.root, '.endpoint', 0);
    const rows = this.#more.slice(this.#table.sorted(groups), view.numbers);
    this.#table.show(rows, [this.#total, this.#pathLength, view.data.query.to].join());
  }

  #rows(): (string | number | null)[][] {
    const groups = this.#view?.data.errorGroups ?? [];
    return [
      ['Status', 'Type', 'Message', 'Method', 'Endpoint', 'Count', 'First', 'Last'],
      ...groups.map((group) => [
        group.statusCodes.join(' '),
        group.errorType,
        group.errorMessage,
        group.method,
        group.endpoint,
        group.count,
        new Date(group.first * 1000).toISOString(),
        new Date(group.last * 1000).toISOString(),
      ]),
    ];
  }

  #drawTime(cell: HTMLTableCellElement, at: number): void {
    const view = this.#view;
    if (!view) return;
    // Of the last day a time says enough; before that the day does.
    const isRecent = view.data.query.to - at < daySeconds;
    cell.textContent = isRecent ? view.times.clock(at) : view.times.date(at);
    cell.title = view.times.full(at);
  }
}

function countText(view: WholeView, all: readonly ErrorGroup[], found: number): string | null {
  if (all.length === 0) return null;
  const { count, groups } = view.data.errorTotals;
  const written = view.numbers.count;
  if (view.search !== '') return t('{0} of {1} groups', written(found), written(groups));
  return groups === 1
    ? t('{0} in 1 group', written(count))
    : t('{0} in {1} groups', written(count), written(groups));
}

function emptyReason({ data, search, status }: WholeView): string {
  if (search !== '' && data.errorGroups.length > 0) return t('No error matches the search.');
  if (data.summary.errors > 0 && status.log.state !== 'on') {
    return logReason(
      status,
      t("Failed requests come from MockForge's request log. Start MockForge with --admin."),
    );
  }
  return t('No errors in this range.');
}
