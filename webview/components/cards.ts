import { cardKinds } from '../cardKinds';
import type { CardKind } from '../cardKinds';
import type { DashboardView } from '../dashboardView';
import { unknown } from '../format';
import { element, setAttribute, setText } from './dom';
import { percentileKey } from './marks';
import { sparkline } from './sparkline';

/** The numbers of the range at a glance. */
export class Cards {
  readonly root = element('section', { class: 'cards', 'aria-label': 'Summary' });
  readonly #cards: readonly Card[];
  #view: DashboardView | undefined;

  constructor() {
    this.#cards = cardKinds.map((kind) => new Card(kind));
    this.root.append(...this.#cards.map((card) => card.root));
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
  readonly #value = element('span', { class: 'card-value' });
  readonly #unit = element('span', { class: 'card-unit' });
  readonly #side = element('span', { class: 'card-side' });
  readonly #spark = element('div', { class: 'card-spark' });
  #drawn = '';

  constructor(kind: CardKind) {
    this.#kind = kind;
    this.root = element(
      'div',
      { class: `card card-${kind.name}`, role: 'group', 'aria-label': kind.title },
      element('h2', {}, kind.percentile ? percentileKey(kind.percentile) : null, kind.title),
      element('div', { class: 'card-line' }, this.#value, this.#unit, this.#side),
      this.#spark,
    );
  }

  update(view: DashboardView): void {
    const content = this.#kind.content(view);
    setText(this.#value, content.value?.value ?? unknown);
    setText(this.#unit, content.value?.unit ?? '');
    setText(this.#side, content.side);
    setAttribute(this.root, 'title', content.value ? null : (content.why ?? null));
    const width = this.#spark.clientWidth;
    const signature = JSON.stringify([width, content.series, content.logarithmic]);
    if (width === 0 || signature === this.#drawn) return;
    this.#drawn = signature;
    const options = { width, height: 24, area: true, logarithmic: content.logarithmic ?? false };
    this.#spark.replaceChildren(sparkline(content.series, options));
  }
}
