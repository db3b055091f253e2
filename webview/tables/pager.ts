import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { element, setShown, setText } from '../elements/dom';
import { iconButton, setDisabled } from '../controls/toolkit';

/** Pages through rows: `1–10 of 18` and two arrows. */
export class Pager {
  readonly root: HTMLElement;
  readonly #size: number;
  readonly #position = element('span', { class: 'pager-position' });
  readonly #previous: HTMLElement;
  readonly #next: HTMLElement;
  #offset = 0;

  /** @param onTurn gets how many rows come before the page that is wanted */
  constructor(size: number, onTurn: (offset: number) => void) {
    this.#size = size;
    const turn = (by: number) => (): void => {
      onTurn(Math.max(0, this.#offset + by * size));
    };
    this.#previous = iconButton('arrowLeft', t('Previous page'), turn(-1));
    this.#next = iconButton('arrowRight', t('Next page'), turn(1));
    this.root = element('footer', { class: 'pager' }, this.#position, this.#previous, this.#next);
  }

  /** Says which rows of how many are shown. */
  show(offset: number, count: number, total: number, numbers: NumberFormat): void {
    this.#offset = offset;
    const first = count === 0 ? 0 : offset + 1;
    const written = numbers.count;
    setText(
      this.#position,
      t('{0}–{1} of {2}', written(first), written(offset + count), written(total)),
    );
    setDisabled(this.#previous, offset === 0);
    setDisabled(this.#next, offset + count >= total);
    setShown(this.#previous, total > this.#size);
    setShown(this.#next, total > this.#size);
  }

  /** The rows of a page of a list that is all here; a list that became shorter is shown from its last page. */
  slice<Row>(rows: readonly Row[], offset: number, numbers: NumberFormat): Row[] {
    const last = Math.max(0, Math.ceil(rows.length / this.#size) - 1) * this.#size;
    const start = Math.min(offset, last);
    const page = rows.slice(start, start + this.#size);
    this.show(start, page.length, rows.length, numbers);
    return page;
  }
}
