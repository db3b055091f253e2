import type { Explanation } from '../../src/protocol/explanation';
import type { DashboardView, PanelActions } from '../dashboardView';
import { explainedMeasures } from './explanationText';
import type { ExplainedMeasure } from './explanationText';
import { t } from '../localize';
import { element, setShown } from '../elements/dom';
import { inlineBar, pathMark } from '../elements/marks';
import { Panel } from './panel';
import { iconButton } from '../controls/toolkit';

/** Why a window differs from the rest of the range: endpoints by their part in it. */
export class ExplainPanel {
  readonly panel = new Panel('explain', '');
  readonly #actions: PanelActions;
  /** What had the focus when it was opened. */
  #opener: Element | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.panel.actions.append(
      iconButton('close', t('Close explanation'), () => {
        this.close();
      }),
    );
    this.panel.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    this.close();
  }

  close(): void {
    const hadFocus = this.panel.root.contains(document.activeElement);
    setShown(this.panel.root, false);
    if (hadFocus && this.#opener instanceof HTMLElement) this.#opener.focus();
  }

  show(explanation: Explanation, view: DashboardView): void {
    const { from, to } = explanation;
    this.#opener = document.activeElement;
    const { times, numbers } = view;
    const end = view.data.query.to;
    this.panel.title(t('{0} – {1} explained', times.short(from, end), times.short(to, end)));
    this.panel.note(t('compared with the rest of the range'));
    const measures = explainedMeasures(explanation, numbers);
    this.panel.content.replaceChildren(
      element('div', { class: 'explained' }, ...measures.map((measure) => this.#measure(measure))),
    );
    setShown(this.panel.root, true);
    this.panel.root.scrollIntoView({ block: 'nearest' });
    this.#actions.announce(measures.map(({ title, summary }) => `${title}: ${summary}`).join('. '));
  }

  #measure({ title, summary, parts }: ExplainedMeasure): HTMLElement {
    const items = parts.map(({ part, sentence }) => {
      const { protocol, method, endpoint } = part;
      const open = element(
        'button',
        { type: 'button', class: 'row-button' },
        element('span', { class: 'method-inline' }, method ?? ''),
        pathMark(endpoint, 48),
      );
      open.addEventListener('click', () => {
        this.#actions.openEndpoint({ protocol, method, endpoint });
      });
      return element(
        'li',
        {},
        element('div', { class: 'explained-part' }, open, inlineBar(part.share, 'fill-impact')),
        element('p', { class: 'secondary' }, sentence),
      );
    });
    return element(
      'section',
      {},
      element('h3', {}, title),
      element('p', { class: 'secondary' }, summary),
      items.length > 0
        ? element('ol', {}, ...items)
        : element('p', { class: 'secondary' }, t('No endpoint stands out.')),
    );
  }
}
