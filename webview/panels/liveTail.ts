import type { StoredError } from '../../src/protocol/readModels';
import { clientName } from '../../src/domain/userAgent';
import { matchesSearch, noteText, targetOf, untilText } from '../dashboardView';
import type { WholeView, PanelActions } from '../dashboardView';
import { unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { logReason } from '../text/logReason';
import { errorTypeText } from '../../src/domain/statusText';
import { DataTable } from '../tables/dataTable';
import { element, setAttribute, setShown } from '../elements/dom';
import { errorDetail } from './errorDetail';
import { exportButton } from '../controls/exportButton';
import { icon } from '../elements/icons';
import type { IconName } from '../elements/icons';
import { pathMark, statusClassName } from '../elements/marks';
import { Panel } from './panel';
import { pathRoom } from '../tables/pathRoom';
import { iconButton, setButtonState } from '../controls/toolkit';

const listLength = 8;

/** The last failed requests, newest first, as they come; each can be looked at and repeated. */
export class LiveTail {
  readonly panel = new Panel('tail', t('Live errors'));
  readonly #actions: PanelActions;
  readonly #detail = element('div', { class: 'error-detail', hidden: '' });
  readonly #pauseButton: HTMLElement;
  #view: WholeView | undefined;
  /** What is shown while the tail is paused. */
  #held: readonly StoredError[] | null = null;
  #shown: StoredError | null = null;
  #pathLength = 40;
  readonly #table = new DataTable<StoredError>({
    caption: t('Newest errors'),
    className: 'newest',
    onOpen: (row) => {
      this.#toggleDetail(row);
    },
    keyOf,
    columns: [
      {
        key: 'time',
        title: t('Time'),
        className: 'time',
        draw: (cell, row) => {
          cell.append(this.#timeButton(row));
        },
      },
      {
        key: 'status',
        title: t('Status'),
        className: 'status',
        draw: (cell, { statusCode }) => {
          const className = `status-code ${statusClassName(statusCode)}`;
          cell.append(element('span', { class: className }, statusCode?.toString() ?? unknown));
        },
      },
      {
        key: 'request',
        title: t('Request'),
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
        key: 'why',
        title: t('Why'),
        className: 'why',
        draw: (cell, row) => {
          cell.textContent = row.errorMessage ?? errorTypeText(row.errorType);
          cell.title = cell.textContent;
        },
      },
      {
        key: 'client',
        title: t('Client'),
        className: 'client',
        draw: (cell, row) => {
          cell.textContent = clientName(row.userAgent);
          cell.title = [row.userAgent, row.clientIp].filter((part) => part !== null).join('\n');
        },
      },
      {
        key: 'request-id',
        title: t('Request ID'),
        className: 'request-id',
        draw: (cell, row) => {
          const id = row.requestId === null ? unknown : row.requestId.slice(0, 8);
          cell.title = row.requestId ?? t('No source has it.');
          cell.append(element('span', { class: 'id-text' }, id), this.#rowActions(row));
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    this.#actions = actions;
    const link = element(
      'button',
      { type: 'button', class: 'link' },
      t('Show all in Recent Errors'),
    );
    link.addEventListener('click', actions.showRecentErrors);
    this.#pauseButton = iconButton('pause', t('Pause live errors'), () => {
      this.#togglePause();
    });
    setButtonState(this.#pauseButton, 'aria-pressed', 'false');
    this.panel.content.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#shown) return;
      event.preventDefault();
      this.#toggleDetail(this.#shown);
    });
    const csv = (): (string | number | null)[][] => this.#rows();
    this.panel.actions.append(
      this.#pauseButton,
      exportButton('newest-errors', t('Live errors'), { csv }, actions),
    );
    this.panel.content.append(
      this.#table.root,
      this.#detail,
      element('footer', { class: 'panel-footer' }, link),
    );
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
    const found = (this.#held ?? view.data.newestErrors).filter((error) =>
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
    this.panel.root.classList.toggle('of-endpoint', targetOf(view) !== null);
    const state = this.#held ? t('paused') : t('newest first');
    this.panel.note(untilText(view) ?? noteText(state));
    this.panel.empty(found.length > 0 ? null : emptyReason(view));
    this.#pathLength = pathRoom(this.#table.root, '.endpoint', 0);
    this.#table.show(
      found.slice(0, listLength),
      `${this.#pathLength.toString()} ${String(view.narrow)}`,
    );
  }

  #timeButton(row: StoredError): HTMLElement {
    const view = this.#view;
    const exact = row.timestampMs !== null && !view?.narrow;
    const time = exact ? view?.times.clockMs(row.timestampMs) : view?.times.clock(row.timestamp);
    const button = element(
      'button',
      { type: 'button', class: 'row-button', title: view?.times.full(row.timestamp) ?? '' },
      time ?? '',
    );
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.#toggleDetail(row);
    });
    return button;
  }

  #rowActions(row: StoredError): HTMLElement {
    const path = row.path ?? row.endpoint;
    const method = row.method ?? '';
    if (path === null || row.protocol !== 'http') return element('span', { class: 'row-actions' });
    const act = (name: IconName, label: string, run: () => void): HTMLElement => {
      const action = element(
        'button',
        { type: 'button', class: 'row-action', 'aria-label': label, title: label },
        icon(name),
      );
      action.addEventListener('click', (event) => {
        event.stopPropagation();
        run();
      });
      return action;
    };
    return element(
      'span',
      { class: 'row-actions' },
      act('copy', t('Copy as curl'), () => {
        this.#actions.copyAsCurl({ method, path });
      }),
      act('globe', t('Open as .http'), () => {
        this.#actions.openAsHttp({ method, path });
      }),
    );
  }

  /** The focus goes with what is closed back to its row. */
  #toggleDetail(row: StoredError): void {
    const hadFocus = this.#detail.contains(document.activeElement);
    this.#shown = this.#shown?.id === row.id ? null : row;
    setShown(this.#detail, this.#shown !== null);
    if (!this.#shown && hadFocus) this.#table.focusRow(keyOf(row));
    if (this.#shown && this.#view) {
      this.#detail.replaceChildren(
        errorDetail(this.#shown, this.#view, this.#actions, () => {
          this.#toggleDetail(row);
        }),
      );
    }
  }

  #togglePause(): void {
    this.#held = this.#held ? null : (this.#view?.data.newestErrors ?? []);
    const paused = this.#held !== null;
    setButtonState(this.#pauseButton, 'aria-pressed', String(paused));
    this.#pauseButton.replaceChildren(icon(paused ? 'play' : 'pause'));
    const label = paused ? t('Resume live errors') : t('Pause live errors');
    setAttribute(this.#pauseButton, 'aria-label', label);
    this.#pauseButton.title = label;
    this.#draw();
  }

  #rows(): (string | number | null)[][] {
    const errors = this.#view?.data.newestErrors ?? [];
    return [
      [
        'Time',
        'Status',
        'Method',
        'Path',
        'Type',
        'Message',
        'User agent',
        'Address',
        'Request ID',
        'Trace ID',
      ],
      ...errors.map((error) => [
        new Date(error.timestampMs ?? error.timestamp * 1000).toISOString(),
        error.statusCode,
        error.method,
        error.path ?? error.endpoint,
        error.errorType,
        error.errorMessage,
        error.userAgent,
        error.clientIp,
        error.requestId,
        error.traceId,
      ]),
    ];
  }
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
  return t('No errors in this range.');
}
