import { unknown } from '../../src/domain/numberFormat';
import { errorTypeText } from '../../src/domain/errorClass';
import { clientName } from '../../src/domain/userAgent';
import type { ErrorGroupDetail, StoredError } from '../../src/protocol/readModels';
import { button, iconButton } from '../controls/toolkit';
import { targetOf } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { element, setShown, setText } from '../elements/dom';
import { requestMark, statusMark } from '../elements/marks';
import { t } from '../localize';
import { occurrences } from './occurrences';
import { repeatActions } from './repeatActions';

/** Requests that are listed, the newest. */
const listLength = 8;

/** What can be done with the detail as a whole. */
interface DetailActions extends PanelActions {
  readonly close: () => void;
  /** Reads it anew. */
  readonly again: () => void;
}

/** All that is known of an error group as it was read: it holds still, and only says what came since. */
export class ErrorGroupView {
  readonly root: HTMLElement;
  readonly #read: number;
  readonly #again = element('button', { type: 'button', class: 'link', hidden: '' });

  constructor(detail: ErrorGroupDetail, view: DashboardView, actions: DetailActions) {
    this.#read = detail.group.count;
    this.#again.addEventListener('click', actions.again);
    this.root = element(
      'section',
      { class: 'error-group', 'aria-label': t('Error group') },
      element('div', { class: 'detail-close' }, iconButton('close', t('Close'), actions.close)),
      ...message(detail, actions),
      element(
        'div',
        { class: 'error-group-parts' },
        part(t('Occurrences'), occurrences(detail, view), this.#again),
        ...(detail.clients.length > 0 ? [part(t('Clients'), clients(detail, view))] : []),
      ),
      part(t('Newest requests'), requests(detail, view, actions)),
      buttons(detail, view, actions),
    );
  }

  /** Says how many more there are of it now. */
  update(count: number, { numbers }: DashboardView): void {
    const more = count - this.#read;
    setShown(this.#again, more > 0);
    if (more > 0) setText(this.#again, t('{0} new', numbers.count(more)));
  }
}

function part(title: string, ...content: readonly Node[]): HTMLElement {
  return element('div', { class: 'error-group-part' }, element('h3', {}, title), ...content);
}

function message({ group }: ErrorGroupDetail, actions: PanelActions): Node[] {
  const { errorMessage: told } = group;
  const type = element('strong', {}, errorTypeText(group.errorType, t));
  if (told === null) return [element('p', { class: 'whole-message' }, type)];
  return [
    element('p', { class: 'whole-message' }, type, `: ${told}`),
    iconButton('copy', t('Copy message'), () => {
      actions.copyText(told);
    }),
  ];
}

function clients({ clients: own }: ErrorGroupDetail, { numbers, times }: DashboardView): Node {
  const items = own.map(({ userAgent, errors, last }) =>
    element(
      'li',
      { title: userAgent ?? '' },
      element('span', {}, clientName(userAgent, t)),
      element(
        'span',
        { class: 'secondary' },
        t('{0}, last {1}', numbers.count(errors), times.clock(last)),
      ),
    ),
  );
  return element('ul', { class: 'error-group-clients' }, ...items);
}

/** The newest requests, with what tells each from the others. */
function requests({ newest }: ErrorGroupDetail, view: DashboardView, actions: PanelActions): Node {
  const titles = [
    t('Time'),
    t('Status'),
    t('Request'),
    t('Client'),
    t('Request ID'),
    t('Trace ID'),
  ];
  const head = titles.map((title) => element('th', { scope: 'col' }, title));
  const rows = newest.slice(0, listLength).map((error) => requestRow(error, view, actions));
  return element(
    'div',
    { class: 'error-group-requests' },
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, t('Newest requests')),
      element('thead', {}, element('tr', {}, ...head, element('td'))),
      element('tbody', {}, ...rows),
    ),
  );
}

function requestRow(
  error: StoredError,
  { times, numbers, data }: DashboardView,
  actions: PanelActions,
): HTMLElement {
  const { method, path, endpoint, statusCode, timestamp, count, userAgent, clientIp } = error;
  const client = userAgent === null && clientIp === null ? unknown : clientName(userAgent, t);
  const status = statusMark(statusCode?.toString() ?? unknown, statusCode);
  const many =
    count > 1 ? element('span', { class: 'secondary' }, ` × ${numbers.count(count)}`) : null;
  return element(
    'tr',
    {},
    element(
      'td',
      { class: 'code', title: times.full(timestamp) },
      times.moment(timestamp, data.query.to),
    ),
    element('td', {}, status, many),
    element(
      'td',
      { class: 'request' },
      ...requestMark(method ?? '', path ?? endpoint, 200, unknown),
    ),
    element(
      'td',
      { title: [userAgent, clientIp].filter((text) => text !== null).join('\n') },
      client,
    ),
    idCell(error.requestId, actions),
    idCell(error.traceId, actions),
    element('td', { class: 'actions' }, repeatActions(error, actions)),
  );
}

/** Cut to its beginning; a click copies the whole of it. */
function idCell(id: string | null, actions: PanelActions): HTMLElement {
  if (id === null) return element('td', { title: t('No source has it.') }, unknown);
  const copy = element(
    'button',
    { type: 'button', class: 'link code', title: t('Copy {0}', id) },
    id.slice(0, 8),
  );
  copy.addEventListener('click', () => {
    actions.copyText(id);
  });
  return element('td', {}, copy);
}

function buttons({ group }: ErrorGroupDetail, view: DashboardView, actions: PanelActions): Node {
  const { protocol, method, anyMethod, endpoint, errorType } = group;
  const value = { kind: 'errorGroup', protocol, method, anyMethod, endpoint, errorType } as const;
  const act = (text: string, onClick: () => void): HTMLElement =>
    button({ text, className: 'button small', onClick });
  return element(
    'div',
    { class: 'detail-actions' },
    act(t('Show only this'), () => {
      actions.filterBy({ ...value, isExcluded: false });
    }),
    act(t('Exclude'), () => {
      actions.filterBy({ ...value, isExcluded: true });
    }),
    endpoint === null || targetOf(view) !== null
      ? null
      : act(t('Show only this endpoint'), () => {
          actions.openEndpoint({ protocol, method, endpoint });
        }),
    act(t('Show in Recent Errors'), actions.showRecentErrors),
  );
}
