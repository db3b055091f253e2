import type { Period } from '../../src/domain/range';
import type { Session } from '../../src/domain/session';
import { sessionWindow } from '../../src/domain/session';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { element, setShown } from '../elements/dom';
import { t } from '../localize';
import { sessionTimes } from '../text/sessionTimes';

/** The sessions as ranges to choose from, newest first; hidden without any. */
export class SessionList {
  readonly root: HTMLElement;
  readonly #onChoose: (period: Period) => void;
  readonly #rows = element('div', { class: 'session-rows' });
  /** What the rows were made from: they stay as they are while it does, and so does the focus. */
  #shown = '[]';

  constructor(onChoose: (period: Period) => void) {
    this.#onChoose = onChoose;
    this.root = element(
      'section',
      { class: 'session-list', 'aria-label': t('Sessions'), hidden: '' },
      element('h3', {}, t('Sessions')),
      this.#rows,
    );
  }

  /** @param now unix seconds */
  update(sessions: readonly Session[], times: TimeFormat, now: number): void {
    const rows = sessions.map((session) => [session.name, sessionTimes(session, times, now)]);
    const shown = JSON.stringify(rows);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#rows.replaceChildren(...sessions.map((session) => this.#row(session, times, now)));
    setShown(this.root, sessions.length > 0);
  }

  #row(session: Session, times: TimeFormat, now: number): HTMLElement {
    const row = element(
      'button',
      { type: 'button', class: 'menu-item session-row', title: session.name },
      element('span', { class: 'session-name' }, session.name),
      element('span', { class: 'session-times' }, sessionTimes(session, times, now)),
    );
    row.addEventListener('click', () => {
      this.#onChoose(periodOf(session));
    });
    return row;
  }
}

/** A running one is followed. */
function periodOf(session: Session): Period {
  const { from, to } = sessionWindow(session, session.from);
  return session.to === null ? { kind: 'since', from } : { kind: 'between', from, to };
}
