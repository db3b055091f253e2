import { element, setShown } from '../elements/dom';
import { setButtonState } from './toolkit';

/** A small window below its button: opened by it, closed by Escape, by a click elsewhere, and when the focus leaves. */
export class Popover {
  readonly root: HTMLElement;
  readonly #button: HTMLElement;

  constructor(button: HTMLElement, label: string, role: 'dialog' | 'menu', ...content: Node[]) {
    this.#button = button;
    this.root = element(
      'div',
      { class: `popover popover-${role}`, role, 'aria-label': label, hidden: '' },
      ...content,
    );
    setButtonState(button, 'aria-haspopup', role);
    setButtonState(button, 'aria-expanded', 'false');
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.close();
        this.#button.focus();
      }
    });
    document.addEventListener('pointerdown', (event) => {
      const target = event.target as Node;
      if (!this.root.contains(target) && !this.#button.contains(target)) this.close();
    });
    this.root.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.root.contains(relatedTarget)) this.close();
    });
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Opens it with the focus on its first control. */
  open(): void {
    setShown(this.root, true);
    setButtonState(this.#button, 'aria-expanded', 'true');
    this.root.querySelector<HTMLElement>('input, button, [tabindex]')?.focus();
  }

  close(): void {
    setShown(this.root, false);
    setButtonState(this.#button, 'aria-expanded', 'false');
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }
}

/** A popover with a list of things to do; arrow keys walk through it. */
export function menu(
  button: HTMLElement,
  label: string,
  items: readonly { readonly text: string; readonly run: () => void }[],
): Popover {
  const buttons = items.map(({ text, run }) => {
    const item = element('button', { type: 'button', role: 'menuitem', class: 'menu-item' }, text);
    item.addEventListener('click', () => {
      popover.close();
      button.focus();
      run();
    });
    return item;
  });
  const popover = new Popover(button, label, 'menu', ...buttons);
  popover.root.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.findIndex((item) => item === document.activeElement);
    buttons.at((at + step) % buttons.length)?.focus();
  });
  return popover;
}
