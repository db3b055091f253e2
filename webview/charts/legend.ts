import { t } from '../localize';
import { TabStop } from '../controls/tabStop';
import { element, setShown, setText } from '../elements/dom';

/** One series of a legend. */
export interface LegendItem {
  readonly name: string;
  readonly value: string;
  readonly key: () => Element;
  /** A series that has nothing in the range is left out. */
  readonly shown: boolean;
}

interface Entry {
  readonly root: HTMLButtonElement;
  readonly name: HTMLElement;
  readonly value: HTMLElement;
}

/** Series of a chart with a value each: the last one, or what is under the crosshair. A click hides a series. */
export class Legend {
  readonly #root: HTMLElement;
  readonly #tabStop: TabStop;
  readonly #entries: Entry[] = [];
  readonly #hidden = new Set<number>();
  readonly #onToggle: () => void;

  constructor(root: HTMLElement, onToggle: () => void) {
    this.#root = root;
    this.#tabStop = new TabStop(root, '.legend-item');
    this.#onToggle = onToggle;
  }

  /** Whether the series of an item, by its place in the legend, is drawn. */
  isDrawn(index: number): boolean {
    return !this.#hidden.has(index);
  }

  /** Those of the items that are drawn and shown, each at its place; undefined for the others. */
  drawn(items: readonly LegendItem[]): readonly (LegendItem | undefined)[] {
    return items.map((item, i) => (item.shown && this.isDrawn(i) ? item : undefined));
  }

  update(items: readonly LegendItem[]): void {
    for (const [i, item] of items.entries()) {
      const { root, name, value } = this.#entries[i] ?? this.#add(i, item);
      setText(name, item.name);
      setText(value, item.value);
      setShown(root, item.shown);
      root.title = this.isDrawn(i) ? t('Hide {0}', item.name) : t('Show {0}', item.name);
    }
    this.#tabStop.update();
  }

  #add(index: number, item: LegendItem): Entry {
    const name = element('span', { class: 'legend-name' });
    const value = element('span', { class: 'legend-value' });
    const root = element(
      'button',
      { type: 'button', class: 'legend-item', 'aria-pressed': 'true' },
      item.key(),
      // With a space between them it is read as two words.
      element('span', {}, name, ' ', value),
    );
    root.addEventListener('click', () => {
      if (!this.#hidden.delete(index)) this.#hidden.add(index);
      root.setAttribute('aria-pressed', String(this.isDrawn(index)));
      this.#onToggle();
    });
    this.#root.append(root);
    const entry = { root, name, value };
    this.#entries[index] = entry;
    return entry;
  }
}
