import type { Condition } from '../../src/domain/condition';
import type { PanelName } from '../../src/domain/filterStanding';
import { standOfPanel } from '../../src/domain/filterStanding';
import { leftOutText, standingNote } from '../../src/domain/standingText';
import { t } from '../localize';
import { element, setAttribute, setShown, setText } from '../elements/dom';

/** A section of the dashboard: title, note, room for a legend and buttons, and its content. */
export class Panel {
  readonly root: HTMLElement;
  readonly content = element('div', { class: 'panel-content' });
  readonly actions = element('div', { class: 'panel-actions' });
  readonly legend = element('div', { class: 'legend' });
  readonly #name: PanelName;
  readonly #heading: HTMLElement;
  readonly #note = element('span', { class: 'panel-note' });
  readonly #standing = element('span', { class: 'panel-note', hidden: '' });
  readonly #empty = element('p', { class: 'panel-empty', hidden: '' });
  #isLeftOut = false;

  constructor(name: PanelName, title: string) {
    this.#name = name;
    const heading = element('h2', { id: `title-${name}` }, title);
    this.#heading = heading;
    const header = element(
      'header',
      { class: 'panel-header' },
      element('div', { class: 'panel-title' }, heading, this.#standing, this.#note),
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

  /**
   * Whether it shows anything while the traffic is narrowed down as it is, and what its numbers are of where that must be
   * said; false: it says why not instead, and need not be drawn.
   */
  stands(conditions: readonly Condition[]): boolean {
    const stand = standOfPanel(this.#name, conditions);
    const why = leftOutText(this.#name, stand, t);
    const note = standingNote(this.#name, stand, t);
    setText(this.#standing, note ?? '');
    setShown(this.#standing, note !== null);
    if (why !== null) {
      setShown(this.root, true);
      this.note('');
      this.wait(false);
    }
    if (why !== null || this.#isLeftOut) this.empty(why);
    this.#isLeftOut = why !== null;
    setShown(this.legend, why === null);
    setShown(this.actions, why === null);
    return why === null;
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
