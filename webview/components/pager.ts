import { element, setShown, setText } from './dom';
import { iconButton, setDisabled } from './toolkit';

/** Pages through rows: `1–10 of 18` and two arrows. */
export class Pager {
  readonly root: HTMLElement;
  readonly #size: number;
  readonly #position = element('span', { class: 'pager-position' });
  readonly #previous: HTMLElement;
  readonly #next: HTMLElement;
  #page = 0;

  constructor(size: number, onTurn: () => void) {
    this.#size = size;
    const turn = (by: number) => (): void => {
      this.#page += by;
      onTurn();
    };
    this.#previous = iconButton('arrowLeft', 'Previous page', turn(-1));
    this.#next = iconButton('arrowRight', 'Next page', turn(1));
    this.root = element('footer', { class: 'pager' }, this.#position, this.#previous, this.#next);
  }

  /** Back to the first page, since what is paged became another list. */
  first(): void {
    this.#page = 0;
  }

  /** The rows of the current page; a list that became shorter is shown from its last page. */
  slice<Row>(rows: readonly Row[]): Row[] {
    const pages = Math.max(1, Math.ceil(rows.length / this.#size));
    this.#page = Math.min(Math.max(0, this.#page), pages - 1);
    const start = this.#page * this.#size;
    const page = rows.slice(start, start + this.#size);
    const end = start + page.length;
    setText(
      this.#position,
      `${(start + 1).toString()}–${end.toString()} of ${rows.length.toString()}`,
    );
    setDisabled(this.#previous, this.#page === 0);
    setDisabled(this.#next, this.#page === pages - 1);
    setShown(this.#previous, pages > 1);
    setShown(this.#next, pages > 1);
    return page;
  }
}
