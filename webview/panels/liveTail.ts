import { unknown } from '../../src/domain/numberFormat';
import { errorTypeText } from '../../src/domain/errorClass';
import { isoTime } from '../../src/domain/time';
import { clientName } from '../../src/domain/userAgent';
import type { StoredError } from '../../src/protocol/readModels';
import { matchesWords } from '../../src/domain/search';
import { iconButton, setButtonState } from '../controls/toolkit';
import { wholeOf, noteText, targetOf, untilText } from '../dashboardView';
import type { DashboardView, PanelActions, WholeView } from '../dashboardView';
import { element, setAttribute } from '../elements/dom';
import { icon } from '../elements/icons';
import { requestMark, statusMark } from '../elements/marks';
import { t } from '../localize';
import { pathRoom } from '../tables/pathRoom';
import { logReason } from '../text/logReason';
import { errorDetail } from './errorDetail';
import type { Panel } from './panel';
import type { DashboardPanel, PanelKind } from './panelKind';
import { repeatActions } from './repeatActions';
import { TablePanel } from './tablePanel';
import type { PanelColumn } from './tablePanel';

const listLength = 8;

/** As many as a read has at most (src/store/readModels/dashboard.ts). */
const mostTold = 50;

/** The last failed requests, newest first, as they come; each can be looked at and repeated. */
export const liveTail: PanelKind = ({ actions }) => new LiveTail(actions);

class LiveTail implements DashboardPanel {
  readonly panel: Panel;
  readonly #actions: PanelActions;
  readonly #pauseButton: HTMLElement;
  readonly #list: TablePanel<StoredError, WholeView>;
  /** What is shown while the tail is paused. */
  #held: readonly StoredError[] | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#list = new TablePanel(
      {
        name: 'tail',
        title: t('Live errors'),
        fileName: 'newest-errors',
        caption: t('Newest errors'),
        className: 'newest',
        viewOf: wholeOf,
        rows: (view) => found(this.#held ?? view.data.newestErrors, view.search),
        length: listLength,
        mostTold,
        note: (view) => untilText(view) ?? noteText(this.#held ? t('paused') : t('newest first')),
        emptyReason,
        onOpen: (row) => {
          this.#toggleDetail(row);
        },
        keyOf,
        layOut: ({ panel, table }, view) => {
          panel.root.classList.toggle('of-endpoint', targetOf(view) !== null);
          return pathRoom(table.root, '.endpoint', 0);
        },
        dependsOn: ({ narrow }) => narrow,
        columns: [this.#timeColumn(), ...whatColumns(), this.#idColumn()],
        csv: (view) => csvRows(found(this.#held ?? view.data.newestErrors, view.search)),
        span: () => null,
      },
      actions,
    );
    this.panel = this.#list.panel;
    this.#pauseButton = iconButton('pause', t('Pause live errors'), () => {
      this.#togglePause();
    });
    setButtonState(this.#pauseButton, 'aria-pressed', 'false');
    this.panel.actions.prepend(this.#pauseButton);
    const link = element(
      'button',
      { type: 'button', class: 'link' },
      t('Show all in Recent Errors'),
    );
    link.addEventListener('click', actions.showRecentErrors);
    this.panel.content.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#list.table.openedKey === null) return;
      event.preventDefault();
      this.#closeDetail();
    });
    this.panel.content.append(element('footer', { class: 'panel-footer' }, link));
  }

  update(view: DashboardView): void {
    this.#list.update(view);
  }

  #timeColumn(): PanelColumn<StoredError, WholeView> {
    return {
      key: 'time',
      title: t('Time'),
      className: 'time',
      draw: (cell, row, { times, narrow }) => {
        const isExact = row.timestampMs !== null && !narrow;
        const button = element(
          'button',
          {
            type: 'button',
            class: 'row-button',
            title: times.full(row.timestamp),
            'aria-expanded': String(this.#list.table.openedKey === keyOf(row)),
          },
          isExact ? times.clockMs(row.timestampMs) : times.clock(row.timestamp),
        );
        button.addEventListener('click', (event) => {
          event.stopPropagation();
          this.#toggleDetail(row);
        });
        cell.append(button);
      },
    };
  }

  #idColumn(): PanelColumn<StoredError, WholeView> {
    return {
      key: 'request-id',
      title: t('Request ID'),
      className: 'request-id',
      draw: (cell, row) => {
        const id = row.requestId === null ? unknown : row.requestId.slice(0, 8);
        cell.title = row.requestId ?? t('No source has it.');
        cell.append(element('span', { class: 'id-text' }, id), repeatActions(row, this.#actions));
      },
    };
  }

  #toggleDetail(row: StoredError): void {
    const { view, table } = this.#list;
    if (!view) return;
    if (table.openedKey === keyOf(row)) {
      this.#closeDetail();
      return;
    }
    const detail = errorDetail(row, view, this.#actions, () => {
      this.#closeDetail();
    });
    table.openRow(keyOf(row), detail);
    detail.scrollIntoView({ block: 'nearest' });
  }

  /** The focus goes with what is closed back to its row. */
  #closeDetail(): void {
    const { table } = this.#list;
    const key = table.openedKey;
    if (key === null) return;
    const hadFocus = table.hasInRows(document.activeElement);
    table.openRow(key, null);
    if (hadFocus) table.focusRow(key);
  }

  #togglePause(): void {
    this.#held = this.#held ? null : (this.#list.view?.data.newestErrors ?? []);
    const paused = this.#held !== null;
    setButtonState(this.#pauseButton, 'aria-pressed', String(paused));
    this.#pauseButton.replaceChildren(icon(paused ? 'play' : 'pause'));
    const label = paused ? t('Resume live errors') : t('Pause live errors');
    setAttribute(this.#pauseButton, 'aria-label', label);
    this.#pauseButton.title = label;
    this.#list.redraw();
  }
}

/** The request, what came of it and who asked. */
function whatColumns(): readonly PanelColumn<StoredError, WholeView>[] {
  return [
    {
      key: 'status',
      title: t('Status'),
      className: 'status',
      draw: (cell, { statusCode }) => {
        cell.append(statusMark(statusCode?.toString() ?? unknown, statusCode));
      },
    },
    {
      key: 'request',
      title: t('Request'),
      className: 'endpoint',
      draw: (cell, { method, path, endpoint }, _, room) => {
        cell.append(...requestMark(method ?? '', path ?? endpoint, room, unknown));
      },
    },
    {
      key: 'why',
      title: t('Why'),
      className: 'why',
      draw: (cell, row) => {
        cell.textContent = row.errorMessage ?? errorTypeText(row.errorType, t);
        cell.title = cell.textContent;
      },
    },
    {
      key: 'client',
      title: t('Client'),
      className: 'client',
      draw: (cell, row) => {
        cell.textContent = clientName(row.userAgent, t);
        cell.title = [row.userAgent, row.clientIp].filter((part) => part !== null).join('\n');
      },
    },
  ];
}

function found(errors: readonly StoredError[], search: string): readonly StoredError[] {
  return errors.filter((error) =>
    matchesWords(search, [
      error.endpoint,
      error.path,
      error.method,
      error.statusCode,
      errorTypeText(error.errorType, t),
      error.errorMessage,
      clientName(error.userAgent, t),
      error.requestId,
    ]),
  );
}

const csvHead = [
  ...['Time', 'Requests', 'Status', 'Protocol', 'Method', 'Endpoint', 'Path', 'Type', 'Message'],
  ...['User agent', 'Address', 'Request ID', 'Trace ID'],
];

/** Injected faults are one row for all of a minute. */
function csvRows(errors: readonly StoredError[]): (string | number | null)[][] {
  return [
    csvHead,
    ...errors.map((error) => [
      isoTime(error.timestampMs === null ? error.timestamp : error.timestampMs / 1000),
      error.count,
      error.statusCode,
      error.protocol,
      error.method,
      error.endpoint,
      error.path,
      error.errorType,
      error.errorMessage,
      error.userAgent,
      error.clientIp,
      error.requestId,
      error.traceId,
    ]),
  ];
}

function keyOf({ id }: StoredError): string {
  return String(id);
}

function emptyReason({ data, search, status }: WholeView): string {
  if (search !== '' && data.newestErrors.length > 0) return t('No error matches the search.');
  if (status.log.state !== 'on') {
    return logReason(
      status,
      t("Live errors come from MockForge's admin API. Start MockForge with --admin."),
    );
  }
  return data.unfilteredRows ? t('No error fits the filters.') : t('No errors in this range.');
}
