/**
 * Makes a group of buttons one stop of Tab: arrow keys, Home and End go from one to the next
 * (https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex). Tab comes back to the one that
 * had the focus last.
 */
export class TabStop {
  readonly #group: HTMLElement;

  constructor(group: HTMLElement) {
    this.#group = group;
    group.addEventListener('focusin', ({ target }) => {
      const entered = this.#buttons.find((own) => own === target);
      if (entered) this.#moveTo(entered);
    });
    group.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
  }

  /** Keeps one stop where buttons came or went; `chosen` becomes it, unless the focus is in the group. */
  update(chosen?: HTMLElement): void {
    const buttons = this.#buttons;
    const focused = buttons.find((own) => own === document.activeElement);
    const stop = buttons.find((own) => own.getAttribute('tabindex') === '0');
    const next = focused ?? chosen ?? stop ?? buttons[0];
    if (next) this.#moveTo(next);
  }

  get #buttons(): readonly HTMLElement[] {
    return [...this.#group.children].filter(
      (child): child is HTMLElement => child instanceof HTMLElement && !child.hidden,
    );
  }

  #moveTo(stop: HTMLElement): void {
    for (const own of this.#group.children) {
      own.setAttribute('tabindex', own === stop ? '0' : '-1');
    }
  }

  #onKey(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const at = buttons.findIndex((own) => own === event.target);
    const next = nextPlace(event.key, at, buttons.length);
    if (at < 0 || next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }
}

/** The place that a key goes to from another of `count`; null where it goes nowhere. */
function nextPlace(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
