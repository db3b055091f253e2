import { cardKinds } from './cardKinds';
import type { CardContent, CardKind } from './cardKinds';
import { changeTitle } from './changeTitle';
import { kindText } from '../../src/domain/conditionText';
import { standOfCard } from '../../src/domain/filterStanding';
import { leftOutText } from '../../src/domain/standingText';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { targetOf } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { unknown } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { TabStop } from '../controls/tabStop';
import { element, setAttribute, setText } from '../elements/dom';
import { icon } from '../elements/icons';
import { percentileKey } from '../elements/marks';
import { sparkline } from '../charts/sparkline';
import { contentWidth } from '../elements/widths';

/** Those that a rule can watch. */
const alertedCards: readonly CardKind['name'][] = ['errors', 'p95'];

/** The numbers of the range at a glance. */
export class Cards {
  readonly root = element('section', { class: 'cards', 'aria-label': t('Summary') });
  readonly #cards: readonly Card[];
  #view: DashboardView | undefined;

  constructor(actions: PanelActions) {
    this.#cards = cardKinds.map((kind) => new Card(kind, actions));
    this.root.append(...this.#cards.map((card) => card.root));
    new TabStop(this.root, '.card-alert').update();
    new ResizeObserver(() => {
      if (this.#view) this.update(this.#view);
    }).observe(this.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    for (const card of this.#cards) card.update(view);
  }
}

class Card {
  readonly root: HTMLElement;
  readonly #kind: CardKind;
  readonly #title = element('span');
  readonly #value = element('span', { class: 'card-value' });
  readonly #unit = element('span', { class: 'card-unit' });
  readonly #side = element('span', { class: 'card-side' });
  readonly #spark = element('div', { class: 'card-spark' });
  #drawn = '';

  #view: DashboardView | undefined;

  constructor(kind: CardKind, { alertMe }: PanelActions) {
    this.#kind = kind;
    const hasAlerts = alertMe !== null && alertedCards.includes(kind.name);
    this.root = element(
      'div',
      { class: `card card-${kind.name}`, role: 'group' },
      element('h2', {}, kind.percentile ? percentileKey(kind.percentile) : null, this.#title),
      hasAlerts ? this.#alertButton(alertMe) : null,
      element('div', { class: 'card-line' }, this.#value, this.#unit),
      this.#side,
      this.#spark,
    );
  }

  update(view: DashboardView): void {
    this.#view = view;
    const content = contentOf(this.#kind, view);
    const { change } = content;
    setText(this.#title, content.title);
    setAttribute(this.root, 'aria-label', content.title);
    setText(this.#value, content.value?.value ?? unknown);
    setText(this.#unit, content.value?.unit ?? '');
    setText(this.#side, change?.text ?? content.side);
    this.#side.className = `card-side ${change?.judgement ?? ''}`.trim();
    setAttribute(this.#side, 'title', change ? changeTitle(view, change) : content.side);
    setAttribute(this.root, 'title', content.value ? null : (content.why ?? null));
    const width = contentWidth(this.#spark);
    const signature = JSON.stringify([width, content.series, content.logarithmic]);
    if (width === 0 || signature === this.#drawn) return;
    this.#drawn = signature;
    const options = { width, height: 24, area: true, logarithmic: content.logarithmic ?? false };
    this.#spark.replaceChildren(sparkline(content.series, options));
  }

  /** Watches what the page shows: the endpoint that is looked at, or all traffic. */
  #alertButton(alertMe: NonNullable<PanelActions['alertMe']>): HTMLElement {
    const label = t('Alert Me...');
    const attributes = { type: 'button', class: 'card-alert', 'aria-label': label, title: label };
    const created = element('button', attributes, icon('bell'));
    created.addEventListener('click', () => {
      if (this.#view) alertMe(targetOf(this.#view));
    });
    return created;
  }
}

/** What a card shows; where nothing is kept of the filtered traffic, why not. */
function contentOf({ name, content }: CardKind, view: DashboardView): CardContent {
  // On an endpoint's page there is its injected delay in the place of the connections.
  const isDelay = name === 'connections' && targetOf(view) !== null;
  const own = isDelay ? 'p50' : name;
  const stand = standOfCard(own, conditionsIn(view.data.query.filter));
  const why = leftOutText(own, stand, t);
  const shown = content(view);
  if (why === null || stand.kind === null) return shown;
  const side = t('not kept by {0}', kindText(stand.kind, t));
  return { title: shown.title, value: null, why, side, change: null, series: [] };
}
