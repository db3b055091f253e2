import type { Explanation } from '../../src/protocol/explanation';
import { spanText } from '../../src/domain/spanText';
import { conditionText } from '../../src/domain/conditionText';
import type { DashboardView, PanelActions } from '../dashboardView';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { explainedText } from './explanationText';
import type { ExplainedGroup, ExplainedMeasure, ExplainedPart } from './explainedAmounts';
import { t } from '../localize';
import { element, setShown } from '../elements/dom';
import { inlineBar, pathMark } from '../elements/marks';
import { Panel } from './panel';
import { iconButton } from '../controls/toolkit';

/** Why a window differs from the rest of the range, in one sentence and by its parts. */
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

  show(explanation: Explanation, { data, times, numbers, locale }: DashboardView): void {
    const { from, to, span } = explanation;
    this.#opener = document.activeElement;
    const end = data.query.to;
    this.panel.title(t('{0} – {1} explained', times.short(from, end), times.short(to, end)));
    const filters = conditionsIn(explanation.filter).map((own) => conditionText(own, locale, t));
    this.panel.note(t('compared with the rest of {0}', spanText(times, span.from, span.to).times));
    const { headline, happened, measures } = explainedText(explanation, { numbers, times });
    this.panel.content.replaceChildren(
      element('p', { class: 'explained-headline' }, headline),
      ...[
        filters.length === 0 ? null : t('Filters: {0}.', filters.join(', ')),
        happened.length === 0 ? null : t('In this window: {0}.', happened.join(', ')),
      ]
        .filter((text) => text !== null)
        .map((text) => element('p', { class: 'explained-events' }, text)),
      element('div', { class: 'explained' }, ...measures.map((measure) => this.#measure(measure))),
    );
    setShown(this.panel.root, true);
    this.panel.root.scrollIntoView({ block: 'nearest' });
    this.#actions.announce(headline);
  }

  #measure({ title, summary, notes, groups }: ExplainedMeasure): HTMLElement {
    const texts = summary === null ? notes : [summary, ...notes];
    return element(
      'section',
      {},
      element('h3', {}, title),
      ...texts.map((text) => element('p', { class: 'secondary' }, text)),
      ...groups.flatMap((group) => this.#group(group)),
    );
  }

  #group({ title, parts }: ExplainedGroup): HTMLElement[] {
    return [element('h4', {}, title), element('ol', {}, ...parts.map((part) => this.#part(part)))];
  }

  #part({ what, title, share, sentence }: ExplainedPart): HTMLElement {
    return element(
      'li',
      {},
      element(
        'div',
        { class: 'explained-part' },
        this.#name(what, title),
        share === null ? '' : inlineBar(share, 'fill-impact'),
      ),
      element('p', { class: 'secondary' }, sentence),
    );
  }

  #name(what: ExplainedPart['what'], title: string | undefined): HTMLElement {
    if (typeof what === 'string') return element('span', { title: title ?? what }, what);
    const { protocol, method, endpoint } = what;
    const open = element(
      'button',
      { type: 'button', class: 'row-button' },
      element('span', { class: 'method-inline' }, method ?? ''),
      pathMark(endpoint, 48),
    );
    open.addEventListener('click', () => {
      this.#actions.openEndpoint({ protocol, method, endpoint });
    });
    return open;
  }
}
