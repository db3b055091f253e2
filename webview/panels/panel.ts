import { element, setAttribute, setShown, setText } from '../elements/dom';

/** A section of the dashboard: title, note, room for a legend and buttons, and its content. */
export class Panel {
  readonly root: HTMLElement;
  readonly content = element('div', { class: 'panel-content' });
  readonly actions = element('div', { class: 'panel-actions' });
  readonly legend = element('div', { class: 'legend' });
  readonly #heading: HTMLElement;
  readonly #note = element('span', { class: 'panel-note' });
  readonly #empty = element('p', { class: 'panel-empty', hidden: '' });

  constructor(name: string, title: string) {
    const heading = element('h2', { id: `title-${name}` }, title);
    this.#heading = heading;
    const header = element(
      'header',
      { class: 'panel-header' },
      element('div', { class: 'panel-title' }, heading, this.#note),
      this.legend,
      this.actions,
    );
    this.root = element(
      'section',
      { class: `panel panel-${name}`, 'aria-labelledby': heading.id },
      header,
      this.content,
      this.#empty,
    );
  }

  title(text: string): void {
    setText(this.#heading, text);
  }

  /** What is cut off for want of room can still be pointed at. */
  note(text: string): void {
    setText(this.#note, text);
    setAttribute(this.#note, 'title', text);
  }

  /** Whether its numbers are still to come: what it shows meanwhile is of something else. */
  wait(isWaiting: boolean): void {
    this.root.setAttribute('aria-busy', String(isWaiting));
  }

  /** Says why there is nothing in place of the content; null brings the content back. */
  empty(reason: string | null): void {
    setText(this.#empty, reason ?? '');
    setShown(this.#empty, reason !== null);
    setShown(this.content, reason === null);
  }
}
