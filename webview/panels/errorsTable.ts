import { joined, unknown } from '../../src/domain/numberFormat';
import { statusCodesText } from '../../src/domain/statusCodes';
import { errorTypeText } from '../../src/domain/errorClass';
import { daySeconds, isoTime } from '../../src/domain/time';
import { countedWholeText, noneListedText, unlistedText } from '../../src/protocol/errorTotalsText';
import type { ErrorGroup, ErrorGroupName } from '../../src/protocol/readModels';
import { matchesWords } from '../../src/domain/search';
import { countOfAll, wholeOf, noteText, targetOf, untilText } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import type { Rows } from '../controls/exportButton';
import { element } from '../elements/dom';
import { inlineBar, requestMark, statusClassName, statusMark, withBar } from '../elements/marks';
import { contentWidth } from '../elements/widths';
import { t } from '../localize';
import { filterActions } from '../tables/filterActions';
import { charactersIn, pathRoom } from '../tables/pathRoom';
import { logReason } from '../text/logReason';
import { percentOf } from './chartRows';
import { ErrorGroupView } from './errorGroupView';
import type { Panel } from './panel';
import type { DashboardPanel, PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';
import type { PanelColumn } from './tablePanel';

/** Pixels that a narrow window's second line has beside the path: padding, status and time. */
const besidePath = 136;

/** Failed requests, grouped by endpoint and type; a group opens. */
export const errorsTable: PanelKind = ({ actions }) => new ErrorsTable(actions);

class ErrorsTable implements DashboardPanel {
  readonly panel: Panel;
  readonly #actions: PanelActions;
  readonly #list: TablePanel<ErrorGroup, WholeView>;
  /** The group whose detail is being read. */
  #awaited: string | null = null;
  #shown: ErrorGroupView | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#list = new TablePanel(
      {
        name: 'errors',
        title: t('Errors'),
        caption: t('Errors by endpoint and type'),
        className: 'errors',
        viewOf: wholeOf,
        rows: foundGroups,
        note: (view, rows) =>
          noteText(
            countText(view, rows.length),
            view.search === '' ? unlistedText(view.data, view.numbers, t) : null,
            countedWholeText(view.data, t),
            untilText(view),
          ),
        emptyReason,
        short: { length: 8, what: t('groups') },
        sort: { column: 'count', descending: true },
        onOpen: (row) => {
          this.#toggle(row);
        },
        keyOf,
        layOut: ({ panel, table }, view) => {
          panel.root.classList.toggle('of-endpoint', targetOf(view) !== null);
          return view.narrow
            ? charactersIn(contentWidth(panel.root) - besidePath)
            : pathRoom(table.root, '.endpoint', 0);
        },
        dependsOn: ({ data }) => [data.errorTotals.count, data.query.to],
        columns: [
          ...whatColumns((row) => this.#openButton(row), actions),
          ...countColumns(),
          ...timeColumns(),
        ],
        csv,
      },
      actions,
    );
    this.panel = this.#list.panel;
    this.panel.content.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#list.table.openedKey === null) return;
      event.preventDefault();
      this.#close();
    });
  }

  update(view: DashboardView): void {
    this.#list.update(view);
    const { openedKey } = this.#list.table;
    const group = this.#list.view?.data.errorGroups.find((row) => keyOf(row) === openedKey);
    if (group) this.#shown?.update(group.count, view);
  }

  #openButton(row: ErrorGroup): HTMLElement {
    const isOpen = this.#list.table.openedKey === keyOf(row);
    const button = element('button', {
      type: 'button',
      class: 'row-button',
      'aria-expanded': String(isOpen),
    });
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.#toggle(row);
    });
    return button;
  }

  #toggle(row: ErrorGroup): void {
    if (this.#list.table.openedKey === keyOf(row)) this.#close();
    else this.#open(row).catch(this.#actions.fail);
  }

  async #open(row: ErrorGroup): Promise<void> {
    const key = keyOf(row);
    this.#awaited = key;
    const detail = await this.#actions.readErrorGroup(row);
    const { view, table } = this.#list;
    // Another one was opened meanwhile, or the last of this one has expired.
    if (this.#awaited !== key || !detail || !view) return;
    this.#awaited = null;
    this.#shown = new ErrorGroupView(detail, view, {
      ...this.#actions,
      close: () => {
        this.#close();
      },
      again: () => {
        this.#open(row).then(() => table.focusRow(key), this.#actions.fail);
      },
    });
    table.openRow(key, this.#shown.root);
    this.#shown.root.scrollIntoView({ block: 'nearest' });
  }

  /** The focus goes with what is closed back to its row. */
  #close(): void {
    this.#awaited = null;
    const { table } = this.#list;
    const key = table.openedKey;
    if (key === null) return;
    const hadFocus = this.#shown?.root.contains(document.activeElement) === true;
    this.#shown = null;
    table.openRow(key, null);
    if (hadFocus) table.focusRow(key);
  }
}

/** What tells a group from the others. */
function keyOf({ protocol, method, anyMethod, endpoint, errorType }: ErrorGroup): string {
  return JSON.stringify([protocol, anyMethod ? null : method, anyMethod, endpoint, errorType]);
}

function nameOf({ protocol, method, anyMethod, endpoint, errorType }: ErrorGroup): ErrorGroupName {
  return { protocol, method, anyMethod, endpoint, errorType };
}

function csv({ data }: WholeView, groups: readonly ErrorGroup[]): Rows {
  return [
    ['Status', 'Type', 'Message', 'Protocol', 'Method', 'Endpoint', ...csvNumbers],
    ...groups.map((group) => [
      group.statusCodes.join(' '),
      group.errorType,
      group.errorMessage,
      group.protocol,
      group.method,
      group.endpoint,
      group.count,
      percentOf(group.count, data.errorTotals.count),
      isoTime(group.first),
      isoTime(group.last),
    ]),
  ];
}

const csvNumbers = ['Count', 'Share, %', 'First', 'Last'];

type ErrorColumns = readonly PanelColumn<ErrorGroup, WholeView>[];

/** What failed, and how. */
function whatColumns(
  openButton: (row: ErrorGroup) => HTMLElement,
  actions: PanelActions,
): ErrorColumns {
  return [
    {
      key: 'status',
      title: t('Status'),
      className: 'status',
      sortBy: (row) => row.statusCodes[0] ?? null,
      draw: (cell, { statusCodes }) => {
        const text = statusCodesText(statusCodes) || unknown;
        cell.append(statusMark(text, statusCodes.at(-1) ?? null));
        cell.title = statusCodes.join(', ');
      },
    },
    {
      key: 'error',
      title: t('Error'),
      className: 'error',
      sortBy: (row) => row.errorType,
      draw: (cell, row) => {
        const message = row.errorMessage ?? '';
        const opens = openButton(row);
        opens.append(
          errorTypeText(row.errorType, t),
          element('span', { class: 'secondary' }, message === '' ? '' : `: ${message}`),
        );
        cell.title = opens.textContent;
        cell.append(
          opens,
          filterActions({ kind: 'errorGroup', ...nameOf(row) }, actions, 'pointer'),
        );
      },
    },
    {
      key: 'endpoint',
      title: t('Endpoint'),
      className: 'endpoint',
      sortBy: (row) => row.endpoint,
      draw: (cell, { method, endpoint }, _, room) => {
        const none = element('span', { class: 'secondary' }, t('not attributed'));
        cell.append(...requestMark(method ?? '', endpoint, room, none));
      },
    },
  ];
}

/** How often. */
function countColumns(): ErrorColumns {
  return [
    {
      key: 'count',
      title: t('Count'),
      className: 'number count',
      sortBy: (row) => row.count,
      descendingFirst: true,
      draw: (cell, row, { numbers }) => {
        cell.textContent = numbers.count(row.count);
      },
    },
    {
      key: 'share',
      title: t('Share'),
      className: 'number share',
      sortBy: (row) => row.count,
      descendingFirst: true,
      draw: (cell, row, { numbers, data }) => {
        const share = row.count / Math.max(1, data.errorTotals.count);
        const fill = inlineBar(share, `fill-${statusClassName(row.statusCodes.at(-1) ?? null)}`);
        cell.append(withBar(joined(numbers.percent(share)), fill));
      },
    },
  ];
}

/** Since when, and when last. */
function timeColumns(): ErrorColumns {
  return [
    {
      key: 'first',
      title: t('First'),
      className: 'number first',
      sortBy: (row) => row.first,
      draw: (cell, row, view) => {
        drawTime(cell, row.first, view);
      },
    },
    {
      key: 'last',
      title: t('Last'),
      className: 'number last',
      sortBy: (row) => row.last,
      descendingFirst: true,
      draw: (cell, row, view) => {
        drawTime(cell, row.last, view);
      },
    },
  ];
}

function drawTime(cell: HTMLTableCellElement, at: number, { data, times }: WholeView): void {
  // Of the last day a time says enough; before that the day does.
  const isRecent = data.query.to - at < daySeconds;
  cell.textContent = isRecent ? times.clock(at) : times.date(at);
  cell.title = times.full(at);
}

function foundGroups({ data, search }: WholeView): readonly ErrorGroup[] {
  return data.errorGroups.filter((group) =>
    matchesWords(search, [
      group.endpoint,
      group.method,
      statusCodesText(group.statusCodes),
      ...group.statusCodes,
      errorTypeText(group.errorType, t),
      group.errorMessage,
    ]),
  );
}

function countText({ data, search, numbers }: WholeView, found: number): string | null {
  if (data.errorGroups.length === 0) return null;
  const { count, groups } = data.errorTotals;
  const written = numbers.count;
  const all = data.unfilteredRows?.errorGroups ?? groups;
  if (search !== '' || data.unfilteredRows) {
    return t('{0} groups', countOfAll(search === '' ? groups : found, all, numbers));
  }
  return groups === 1
    ? t('{0} in 1 group', written(count))
    : t('{0} in {1} groups', written(count), written(groups));
}

function emptyReason({ data, search, status, numbers }: WholeView): string {
  if (search !== '' && data.errorGroups.length > 0) return t('No error matches the search.');
  if (data.summary.errors > 0 && status.log.state !== 'on') {
    return logReason(
      status,
      t("Failed requests come from MockForge's request log. Start MockForge with --admin."),
    );
  }
  const none = data.unfilteredRows
    ? t('No error fits the filters.')
    : t('No errors in this range.');
  return noneListedText(data, numbers, t) ?? none;
}
