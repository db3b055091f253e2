import type { TimeWindow } from '../../src/domain/range';
import { t } from '../localize';
import { element, setShown, setText } from '../elements/dom';
import { iconButton } from '../controls/toolkit';

/** What can be done with a selected window. */
export interface WindowActions {
  readonly zoomIn: (window: TimeWindow) => void;
  readonly explain: (window: TimeWindow) => void;
  readonly clear: () => void;
}

/** Stands over a selection: `22:45 – 22:48 [Zoom In] [Explain] x`. */
export class SelectionBar {
  readonly root: HTMLElement;
  readonly #text = element('span', { class: 'selection-text' });
  readonly #zoom = element('button', { type: 'button', class: 'selection-button' }, t('Zoom In'));
  #window: TimeWindow = { from: 0, to: 0 };

  constructor({ zoomIn, explain, clear }: WindowActions) {
    const explainButton = element(
      'button',
      { type: 'button', class: 'selection-button' },
      t('Explain'),
    );
    this.#zoom.addEventListener('click', () => {
      zoomIn(this.#window);
    });
    explainButton.addEventListener('click', () => {
      explain(this.#window);
    });
    this.root = element(
      'div',
      { class: 'selection-bar', role: 'group', 'aria-label': t('Selected time'), hidden: '' },
      this.#text,
      this.#zoom,
      explainButton,
      iconButton('close', t('Clear selection'), clear),
    );
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      clear();
    });
  }

  /** Puts it beside the end of a selection, inside a plot of `width` pixels. */
  show(window: TimeWindow, text: string, left: number, width: number): void {
    this.#window = window;
    setText(this.#text, text);
    setShown(this.root, true);
    const most = width - this.root.offsetWidth - 8;
    this.root.style.setProperty('left', `${Math.max(8, Math.min(left, most)).toString()}px`);
  }

  hide(): void {
    setShown(this.root, false);
  }

  focus(): void {
    this.#zoom.focus();
  }
}
