import { setTabStop } from './toolkit';

/**
 * Makes a group of buttons one stop of Tab: arrow keys, Home and End go from one to the next
 * (https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex). Tab comes back to the one that
 * had the focus last.
 */
export class TabStop {
  readonly #group: HTMLElement;
  readonly #selector: string;
  #stop: HTMLElement | undefined;

  /** @param selector of the buttons in the group, some of which may be hidden */
  constructor(group: HTMLElement, selector: string) {
    this.#group = group;
    this.#selector = selector;
    group.addEventListener('focusin', ({ target }) => {
      const entered = this.#all.find((own) => own === target);
      if (entered) this.#moveTo(entered);
    });
    group.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
  }

  /** Keeps one stop where buttons came or went; `chosen` becomes it, unless the focus is in the group. */
  update(chosen?: HTMLElement): void {
    const shown = this.#shown;
    const focused = shown.find((own) => own === document.activeElement);
    const next = focused ?? chosen ?? shown.find((own) => own === this.#stop) ?? shown[0];
    if (next) this.#moveTo(next);
  }

  get #all(): readonly HTMLElement[] {
    return [...this.#group.querySelectorAll<HTMLElement>(this.#selector)];
  }

  get #shown(): readonly HTMLElement[] {
    // What is not in the page yet cannot say whether it will be seen.
    return this.#all.filter((own) => !own.isConnected || own.checkVisibility());
  }

  #moveTo(stop: HTMLElement): void {
    this.#stop = stop;
    for (const own of this.#all) setTabStop(own, own === stop);
  }

  #onKey(event: KeyboardEvent): void {
    const buttons = this.#shown;
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
