import type { EndpointName } from '../../src/protocol/readModels';
import type { PanelActions } from '../dashboardView';
import { t } from '../localize';
import { element, setShown } from '../elements/dom';
import { icon } from '../elements/icons';
import { pathMark } from '../elements/marks';
import { button, iconButton } from '../controls/toolkit';

/** Above the panels of one endpoint: the way back, its name, and what can be done with it. */
export class EndpointHeader {
  readonly root = element('header', { class: 'endpoint-header', hidden: '' });
  readonly #back: () => void;
  readonly #actions: PanelActions;
  #drawn = '';

  constructor(back: () => void, actions: PanelActions) {
    this.#back = back;
    this.#actions = actions;
  }

  /** Gives the focus to the way back. */
  focus(): void {
    this.root.querySelector<HTMLElement>('.icon-button')?.focus();
  }

  update(target: EndpointName | null): void {
    setShown(this.root, target !== null);
    const signature = JSON.stringify(target);
    if (!target || signature === this.#drawn) return;
    this.#drawn = signature;
    const link = element('button', { type: 'button', class: 'link' }, t('Dashboard'));
    link.addEventListener('click', this.#back);
    this.root.replaceChildren(
      iconButton('back', t('Back to the dashboard'), this.#back),
      link,
      icon('arrowRight'),
      element(
        'h2',
        {},
        element('span', { class: 'method-inline' }, target.method ?? ''),
        pathMark(target.endpoint, 80),
      ),
      element(
        'span',
        { class: 'endpoint-actions' },
        ...this.#alerts(target),
        ...(target.protocol === 'http' ? this.#requests(target) : []),
      ),
    );
  }

  #alerts(target: EndpointName): HTMLElement[] {
    const { alertMe } = this.#actions;
    if (!alertMe) return [];
    const onClick = (): void => {
      alertMe(target);
    };
    return [button({ text: t('Alert Me...'), icon: 'bell', onClick })];
  }

  #requests(target: EndpointName): HTMLElement[] {
    const { method, endpoint } = target;
    const request = { method: method ?? 'GET', path: endpoint, requestId: null };
    return [
      button({
        text: t('Open Definition'),
        icon: 'definition',
        onClick: () => {
          this.#actions.openDefinition(target);
        },
      }),
      button({
        text: t('Copy as curl'),
        icon: 'copy',
        onClick: () => {
          this.#actions.copyAsCurl(request);
        },
      }),
      button({
        text: t('Open as .http'),
        icon: 'globe',
        onClick: () => {
          this.#actions.openAsHttp(request);
        },
      }),
    ];
  }
}
