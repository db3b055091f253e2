import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { element, setShown, setText } from '../elements/dom';

/** A list that begins short: a link below it opens the rest, and closes it again. */
export class MoreRows {
  readonly root: HTMLElement;
  readonly #what: string;
  readonly #short: number;
  readonly #link = element('button', { type: 'button', class: 'link' });
  #open = false;

  constructor(what: string, short: number, onToggle: () => void) {
    this.#what = what;
    this.#short = short;
    this.#link.addEventListener('click', () => {
      this.#open = !this.#open;
      onToggle();
    });
    this.root = element('footer', { class: 'panel-footer' }, this.#link);
  }

  /** The rows to draw now; the ones that are kept stay, however far down they come. */
  slice<Row>(
    rows: readonly Row[],
    numbers: NumberFormat,
    isKept: (row: Row) => boolean,
  ): readonly Row[] {
    const hidden = rows.length - this.#short;
    setShown(this.root, hidden > 0);
    this.#link.setAttribute('aria-expanded', String(this.#open));
    setText(
      this.#link,
      this.#open
        ? t('Fewer {0}', this.#what)
        : t('{0} more {1}', numbers.count(hidden), this.#what),
    );
    return this.#open ? rows : rows.filter((row, i) => i < this.#short || isKept(row));
  }
}
