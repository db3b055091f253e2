import { element, setShown, setText } from './dom';

/** One series of a legend. */
export interface LegendItem {
  readonly name: string;
  readonly value: string;
  readonly key: () => Element;
  /** A series that has nothing in the range is left out. */
  readonly shown: boolean;
}

/** Series of a chart with a value each: the last one, or what is under the crosshair. */
export class Legend {
  readonly #root: HTMLElement;
  readonly #items = new Map<string, { readonly root: HTMLElement; readonly value: HTMLElement }>();

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  update(items: readonly LegendItem[]): void {
    for (const item of items) {
      const { root, value } = this.#items.get(item.name) ?? this.#add(item);
      setText(value, item.value);
      setShown(root, item.shown);
    }
  }

  #add(item: LegendItem): { root: HTMLElement; value: HTMLElement } {
    const value = element('span', { class: 'legend-value' });
    const root = element(
      'span',
      { class: 'legend-item' },
      item.key(),
      element('span', { class: 'legend-name' }, item.name),
      value,
    );
    this.#root.append(root);
    const added = { root, value };
    this.#items.set(item.name, added);
    return added;
  }
}
