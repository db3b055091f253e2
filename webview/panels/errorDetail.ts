import type { StoredError } from '../../src/protocol/readModels';
import { clientName } from '../../src/domain/userAgent';
import type { DashboardView, PanelActions } from '../dashboardView';
import { t } from '../localize';
import { errorTypeText } from '../../src/domain/errorClass';
import { statusPhrase } from '../../src/domain/statusText';
import { element } from '../elements/dom';
import { button, iconButton } from '../controls/toolkit';

/** All that is known of one failed request, and what can be done with it. */
export function errorDetail(
  error: StoredError,
  { times }: DashboardView,
  actions: PanelActions,
  close: () => void,
): HTMLElement {
  const { protocol, method, endpoint, statusCode } = error;
  const path = error.path ?? endpoint;
  const status = statusCode === null ? null : `${statusCode} ${statusPhrase(statusCode)}`;
  const rows: readonly (readonly [string, string | null, boolean])[] = [
    [t('Request'), [method, path].filter((part) => part !== null).join(' '), true],
    [t('Time'), times.full(error.timestamp), false],
    [t('Status'), status, false],
    [t('Error'), errorTypeText(error.errorType, t), false],
    [t('Why'), error.errorMessage, false],
    [t('Client'), clientName(error.userAgent, t), false],
    [t('User agent'), error.userAgent, true],
    [t('Address'), error.clientIp, true],
    [t('Request ID'), error.requestId, true],
    [t('Trace ID'), error.traceId, true],
  ];
  const known = rows.filter(([, value]) => value !== null && value !== '');
  const isRepeatable = protocol === 'http' && path !== null;
  const request = { method: method ?? 'GET', path: path ?? '', requestId: error.requestId };
  const act = (text: string, onClick: () => void): HTMLElement =>
    button({ text, className: 'button small', onClick });
  return element(
    'section',
    { class: 'error-detail', 'aria-label': t('Failed request') },
    element('div', { class: 'detail-close' }, iconButton('close', t('Close'), close)),
    element(
      'dl',
      {},
      ...known.flatMap(([name, value, isCode]) => [
        element('dt', {}, name),
        element('dd', { class: isCode ? 'code' : '' }, value),
      ]),
    ),
    element(
      'div',
      { class: 'detail-actions' },
      isRepeatable
        ? act(t('Copy as curl'), () => {
            actions.copyAsCurl(request);
          })
        : null,
      isRepeatable
        ? act(t('Open as .http'), () => {
            actions.openAsHttp(request);
          })
        : null,
      endpoint === null
        ? null
        : act(t('Show endpoint'), () => {
            actions.openEndpoint({ protocol, method, endpoint });
          }),
    ),
  );
}
