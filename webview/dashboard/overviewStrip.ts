import { daySeconds } from '../../src/domain/time';
import type { Period, TimeWindow } from '../../src/domain/range';
import type { TimeFormat } from '../../src/domain/timeFormat';
import type { Overview, OverviewPoint } from '../../src/protocol/overview';
import { localOffset, timeLabel, timeTicks } from '../../src/domain/ticks';
import { element, setAttribute, setShown, setText, svgElement } from '../elements/dom';
import { t } from '../localize';
import type { Edge, Room } from './overviewWindow';
import { centered, moved, periodOf, resized, unitFor } from './overviewWindow';

/** What the strip shows the shown part of. */
export interface Shown {
  readonly window: TimeWindow;
  /** What the strip is of, where that is other than what is shown; else empty. */
  readonly note: string;
  readonly times: TimeFormat;
  readonly narrow: boolean;
}

/** What the pointer has hold of, and where it was when it took it. */
interface Drag {
  readonly grip: Edge | 'window';
  readonly at: number;
  readonly window: TimeWindow;
}

/** Height of the drawing; whatever is there at all can be seen. */
const height = 100;
const least = 8;
/** Pixels beside an end in which the pointer has hold of it. */
const reach = 5;
/** Pixels that a window needs so that it can be taken between its ends. */
const roomForEnds = 24;
/** Pixels between the note and the middle of the last tick. */
const roomForTick = 28;
/** In longer ones a day alone would not tell which. */
const yearSeconds = 300 * daySeconds;

/** All stored data as a thin strip, in which the shown part can be moved, made longer or shorter, by pointer and keys. */
export class OverviewStrip {
  readonly root: HTMLElement;
  readonly #onChoose: (period: Period) => void;
  readonly #bars = element('div', { class: 'overview-bars', 'aria-hidden': 'true' });
  readonly #window = element('div', {
    class: 'overview-window',
    role: 'slider',
    tabindex: '0',
    'aria-label': t('Shown time'),
    'aria-orientation': 'horizontal',
    title: t('Drag to move, drag an end to resize. Arrow keys move, with Shift they resize.'),
  });
  readonly #track: HTMLElement;
  readonly #ticks = element('div', { class: 'overview-ticks', 'aria-hidden': 'true' });
  readonly #note = element('span', { class: 'overview-note', id: 'overview-note', hidden: '' });
  readonly #text = element('span', { class: 'overview-text', 'aria-hidden': 'true', hidden: '' });
  #overview: Overview;
  #shown: Shown;
  #drag: Drag | null = null;
  /** Where the window is while it is moved. */
  #draft: TimeWindow | null = null;

  constructor(overview: Overview, shown: Shown, onChoose: (period: Period) => void) {
    this.#overview = overview;
    this.#shown = shown;
    this.#onChoose = onChoose;
    this.#track = element('div', { class: 'overview-track' }, this.#bars, this.#window);
    this.root = element(
      'div',
      { class: 'overview-strip' },
      ...[this.#track, this.#ticks, this.#note, this.#text],
    );
    this.#listen();
    this.show(overview);
  }

  /** Draws other data. */
  show(overview: Overview): void {
    this.#overview = overview;
    this.#bars.replaceChildren(bars(overview.points), ...gaps(overview));
    this.#draw();
  }

  /** Another part of them is shown. */
  update(shown: Shown): void {
    this.#shown = shown;
    this.#draw();
  }

  /** All that is stored; it grows while data come in. */
  get #extent(): TimeWindow {
    const { from, to } = this.#overview;
    return { from, to: Math.max(to, this.#shown.window.to) };
  }

  #room(unit: number): Room {
    return { extent: this.#extent, unit, offset: localOffset };
  }

  /** The pointer moves in steps that can be seen. */
  get #pointerRoom(): Room {
    const { from, to } = this.#shown.window;
    return this.#room(unitFor(Math.min(this.#overview.bucketSeconds, (to - from) / 3)));
  }

  #draw(): void {
    const { from, to } = this.#extent;
    const { window, note, times, narrow } = this.#shown;
    const share = (at: number): number => (Math.min(Math.max(at, from), to) - from) / (to - from);
    const current = this.#draft ?? window;
    const [left, right] = [share(current.from), share(current.to)];
    this.#window.style.setProperty('left', `min(${percent(left)}, calc(100% - 8px))`);
    this.#window.style.setProperty('width', `max(8px, ${percent(right - left)})`);
    const { points, bucketSeconds } = this.#overview;
    // The last step is still open, and reaches beyond the end.
    const drawn = points.length * bucketSeconds;
    this.#bars.style.setProperty('width', percent(drawn / (to - from)));
    const hasYear = to - from > yearSeconds;
    const text = [current.from, current.to].map(
      (at) => `${hasYear ? times.dateOfYear(at) : times.date(at)} ${times.minute(at)}`,
    );
    const [begin = '', end = ''] = text;
    for (const [name, value] of [
      ['aria-valuemin', from],
      ['aria-valuemax', to],
      ['aria-valuenow', Math.max(from, current.from)],
    ] as const) {
      setAttribute(this.#window, name, String(value));
    }
    setAttribute(this.#window, 'aria-valuetext', t('{0} to {1}', begin, end));
    setText(this.#note, note);
    setShown(this.#note, note !== '');
    setAttribute(this.#window, 'aria-describedby', note === '' ? null : this.#note.id);
    this.#drawTicks(times, narrow);
    this.#drawText((left + right) / 2);
  }

  #drawTicks(times: TimeFormat, narrow: boolean): void {
    const { from, to } = this.#extent;
    const { step, ticks } = timeTicks(from, to, narrow ? 4 : 10);
    const texts = ticks
      .map((at) => ({ text: timeLabel(at, step, times), share: (at - from) / (to - from) }))
      .filter(({ share }) => share > 0.02 && share < this.#endOfTicks);
    const signature = JSON.stringify(texts.map(({ text, share }) => [text, share.toFixed(3)]));
    if (this.#ticks.dataset['drawn'] === signature) return;
    this.#ticks.dataset['drawn'] = signature;
    this.#ticks.replaceChildren(
      ...texts.map(({ text, share }) => {
        const tick = element('span', {}, text);
        tick.style.setProperty('left', percent(share));
        return tick;
      }),
    );
  }

  /** The share of the width up to which there is room for ticks; half of one lies behind it. */
  get #endOfTicks(): number {
    const { clientWidth } = this.#track;
    const taken = this.#note.offsetWidth + roomForTick;
    return this.#note.hidden || clientWidth === 0 ? 0.97 : 1 - taken / clientWidth;
  }

  /** While the window moves it says where it is. */
  #drawText(middle: number): void {
    setShown(this.#text, this.#draft !== null);
    if (!this.#draft) return;
    setText(this.#text, this.#window.getAttribute('aria-valuetext') ?? '');
    const half = this.#text.offsetWidth / 2;
    const center = middle * this.#track.clientWidth;
    const left = Math.max(0, Math.min(center - half, this.#track.clientWidth - 2 * half));
    this.#text.style.setProperty('left', `${left.toString()}px`);
  }

  #listen(): void {
    const track = this.#track;
    track.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      this.#window.focus();
      this.#take(event.clientX);
    });
    track.addEventListener('pointermove', ({ clientX }) => {
      if (this.#drag) this.#dragTo(this.#drag, this.#timeAt(clientX));
      else track.dataset['grip'] = this.#gripAt(clientX) ?? '';
    });
    track.addEventListener('pointerup', () => {
      this.#choose();
    });
    track.addEventListener('pointercancel', () => {
      this.#cancel();
    });
    this.#window.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
    // What is moved with keys is read when they come to rest.
    for (const rest of ['keyup', 'blur']) {
      this.#window.addEventListener(rest, () => {
        if (!this.#drag) this.#choose();
      });
    }
  }

  /** Takes what is under the pointer; where that is nothing, the window comes to it. */
  #take(x: number): void {
    const at = this.#timeAt(x);
    const grip = this.#gripAt(x);
    const { window } = this.#shown;
    if (!grip) this.#draft = centered(window, at, this.#pointerRoom);
    this.#drag = { grip: grip ?? 'window', at, window: this.#draft ?? window };
    this.#draw();
  }

  #dragTo({ grip, at: start, window }: Drag, at: number): void {
    const room = this.#pointerRoom;
    this.#draft =
      grip === 'window' ? moved(window, at - start, room) : resized(window, grip, at, room);
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // With nothing to leave off here it is for the dashboard.
      if (!this.#draft) return;
      event.preventDefault();
      this.#cancel();
      return;
    }
    const window = this.#draft ?? this.#shown.window;
    const { from, to } = this.#extent;
    const length = window.to - window.from;
    const room = this.#room(unitFor(length / 3));
    const by = {
      ArrowLeft: -room.unit,
      ArrowDown: -room.unit,
      ArrowRight: room.unit,
      ArrowUp: room.unit,
      PageDown: -length,
      PageUp: length,
      Home: from - to,
      End: to - from,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.#draft = event.shiftKey
      ? resized(window, 'from', window.from + by, room)
      : moved(window, by, room);
    this.#draw();
  }

  /** What was moved stays where it is until its numbers are there. */
  #choose(): void {
    const { window } = this.#shown;
    const draft = this.#draft;
    this.#drag = null;
    this.#draft = null;
    if (draft && (draft.from !== window.from || draft.to !== window.to)) {
      const period = periodOf(draft, this.#extent);
      this.#shown = { ...this.#shown, window: draft };
      this.#onChoose(period);
    }
    this.#draw();
  }

  #cancel(): void {
    this.#drag = null;
    this.#draft = null;
    this.#draw();
  }

  #timeAt(x: number): number {
    const { left, width } = this.#track.getBoundingClientRect();
    const { from, to } = this.#extent;
    return from + (Math.min(Math.max(x - left, 0), width) / width) * (to - from);
  }

  #gripAt(x: number): Drag['grip'] | null {
    const { left, right, width } = this.#window.getBoundingClientRect();
    if (x < left - reach || x > right + reach) return null;
    // Of a narrow one the ends are beside it.
    const inside = width < roomForEnds ? 0 : reach;
    if (x < left + inside) return 'from';
    return x > right - inside ? 'to' : 'window';
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}

/** Requests as bars, failed ones on top. */
function bars(points: readonly OverviewPoint[]): SVGSVGElement {
  const most = Math.max(1, ...points.map(({ requests }) => requests));
  const heights = points.map(({ requests, errors }) => {
    // By the root, so that quiet days are seen beside a busy hour.
    const whole = requests === 0 ? 0 : Math.max(least, height * Math.sqrt(requests / most));
    const failed = errors === 0 ? 0 : Math.max(least, (whole * errors) / Math.max(1, requests));
    return { whole, failed: Math.min(whole, failed) };
  });
  const path = (
    bar: (own: { whole: number; failed: number }) => readonly [number, number],
  ): string =>
    heights
      .map((own, index) => {
        const [top, bottom] = bar(own);
        return top < bottom ? `M${index} ${bottom}V${top}h1V${bottom}z` : '';
      })
      .join('');
  return svgElement(
    'svg',
    { viewBox: `0 0 ${points.length} ${height}`, preserveAspectRatio: 'none' },
    svgElement('path', {
      class: 'overview-requests',
      d: path(({ whole, failed }) => [height - whole + failed, height]),
    }),
    svgElement('path', {
      class: 'overview-errors',
      d: path(({ whole, failed }) => [height - whole, height - whole + failed]),
    }),
  );
}

/** Runs of steps of which nothing is known; the last step is still open. */
function gaps({ points }: Overview): HTMLElement[] {
  const runs: { first: number; length: number }[] = [];
  for (const [index, { coveredSeconds }] of points.slice(0, -1).entries()) {
    if (coveredSeconds > 0) continue;
    const last = runs.at(-1);
    if (last && last.first + last.length === index) last.length += 1;
    else runs.push({ first: index, length: 1 });
  }
  return runs.map(({ first, length }) => {
    const gap = element('span', { class: 'overview-gap' });
    gap.style.setProperty('left', percent(first / points.length));
    gap.style.setProperty('width', percent(length / points.length));
    return gap;
  });
}
