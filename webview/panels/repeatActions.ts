import type { StoredError } from '../../src/protocol/readModels';
import type { PanelActions } from '../dashboardView';
import { TabStop } from '../controls/tabStop';
import { element } from '../elements/dom';
import { icon } from '../elements/icons';
import type { IconName } from '../elements/icons';
import { t } from '../localize';

/** Small buttons that repeat a failed request, together one stop of Tab; none where it cannot be. */
export function repeatActions(error: StoredError, actions: PanelActions): HTMLElement {
  const path = error.path ?? error.endpoint;
  const method = error.method ?? '';
  if (path === null || error.protocol !== 'http') return element('span', { class: 'row-actions' });
  const root = element(
    'span',
    { class: 'row-actions' },
    rowAction('copy', t('Copy as curl'), () => {
      actions.copyAsCurl({ method, path, requestId: error.requestId });
    }),
    rowAction('globe', t('Open as .http'), () => {
      actions.openAsHttp({ method, path, requestId: error.requestId });
    }),
  );
  new TabStop(root, '.row-action').update();
  return root;
}

function rowAction(name: IconName, label: string, run: () => void): HTMLElement {
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
}
