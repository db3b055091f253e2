import type { Condition } from '../../src/domain/condition';
import { withCondition, withoutValue } from '../../src/domain/condition';
import { conditionText } from '../../src/domain/conditionText';
import { element, setShown } from '../elements/dom';
import { icon } from '../elements/icons';
import { t } from '../localize';

/** What the traffic is narrowed down to: a chip each, which inverts it or removes it; no row without any. */
export class FilterChips {
  readonly root = element('section', { class: 'chips', 'aria-label': t('Filters') });
  readonly #locale: string;
  readonly #onChange: (conditions: readonly Condition[]) => void;
  #drawn = '';

  constructor(locale: string, onChange: (conditions: readonly Condition[]) => void) {
    this.#locale = locale;
    this.#onChange = onChange;
  }

  update(conditions: readonly Condition[]): void {
    setShown(this.root, conditions.length > 0);
    const signature = JSON.stringify(conditions);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    const at = this.#buttons.findIndex((button) => button === document.activeElement);
    const chips = conditions.map((condition) => this.#chip(condition, conditions));
    this.root.replaceChildren(...chips, ...(conditions.length > 1 ? [this.#clearAll()] : []));
    // The focus stays where it was, or goes to what has come into its place.
    if (at >= 0) this.#buttons[Math.min(at, this.#buttons.length - 1)]?.focus();
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.root.querySelectorAll('button')];
  }

  #chip(condition: Condition, conditions: readonly Condition[]): HTMLElement {
    const text = conditionText(condition, this.#locale, t);
    const inverted = { ...condition, isExcluded: !condition.isExcluded };
    const invert = element(
      'button',
      {
        type: 'button',
        class: 'chip-text',
        title: condition.isExcluded
          ? t('{0}. Click to show only this.', text)
          : t('{0}. Click to exclude it instead.', text),
      },
      text,
    );
    invert.addEventListener('click', () => {
      this.#onChange(withCondition(conditions, inverted));
    });
    const label = t('Remove filter {0}', text);
    const remove = element(
      'button',
      { type: 'button', class: 'chip-remove', 'aria-label': label, title: label },
      icon('close'),
    );
    remove.addEventListener('click', () => {
      this.#onChange(withoutValue(conditions, condition));
    });
    const name = condition.isExcluded ? 'chip excluded' : 'chip';
    return element('span', { class: name }, invert, remove);
  }

  #clearAll(): HTMLElement {
    const link = element('button', { type: 'button', class: 'link' }, t('Clear all'));
    link.addEventListener('click', () => {
      this.#onChange([]);
    });
    return link;
  }
}
