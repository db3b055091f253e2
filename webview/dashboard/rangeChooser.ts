import { ranges } from '../../src/domain/range';
import type { Period, Range } from '../../src/domain/range';
import { lastRange } from '../../src/domain/lastRange';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { ceilTo, minuteSeconds } from '../../src/domain/time';
import { isRange } from '../../src/protocol/dashboardShapes';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import { PeriodForm } from '../controls/periodForm';
import { Popover } from '../controls/popover';
import { TabStop } from '../controls/tabStop';
import { button, Dropdown, setButtonText, setPressed } from '../controls/toolkit';
import { element, setShown } from '../elements/dom';
import { t } from '../localize';
import { backText, rangeName, rangeText } from '../text/rangeName';
import { SessionList } from './sessionList';

const custom = 'custom';
/** Any other range that is shown: another one can be entered all the same. */
const entered = 'entered';

/** Which part of the time is shown: one of the ranges, or any other; and the way back from that. */
export class RangeChooser {
  /** Side by side, in this order. */
  readonly roots: readonly HTMLElement[];
  readonly #onChoose: (period: Period) => void;
  readonly #ranges: ReadonlyMap<Range, HTMLElement>;
  readonly #custom: HTMLElement;
  readonly #tabStop: TabStop;
  readonly #form: PeriodForm;
  readonly #sessions: SessionList;
  readonly #popover: Popover;
  /** Where there is no room for the buttons, the same choice is one dropdown. */
  readonly #dropdown: Dropdown;
  readonly #reset: HTMLElement;
  #state: DashboardViewState;
  #data: DashboardCharts | null = null;

  constructor(state: DashboardViewState, onChoose: (period: Period) => void) {
    this.#state = state;
    this.#onChoose = onChoose;
    this.#ranges = new Map(ranges.map((range) => [range, this.#rangeButton(range)]));
    const open = (): void => {
      this.#openCustom();
    };
    this.#custom = button({ text: t('Custom...'), className: 'range', onClick: open });
    this.#form = new PeriodForm([t('From'), t('To')], t('Show'), (chosen) =>
      this.#chooseCustom(chosen),
    );
    this.#sessions = new SessionList((period) => {
      this.#popover.close();
      onChoose(period);
    });
    this.#popover = new Popover(
      this.#custom,
      t('Custom range'),
      'dialog',
      this.#form.root,
      this.#sessions.root,
    );
    this.#dropdown = new Dropdown(
      t('Range'),
      (value) => {
        if (isRange(value)) onChoose({ kind: 'last', range: value });
        // Until a range is entered, what was shown before still is.
        this.#update();
        if (value === custom) open();
      },
      'dropdown ranges-short',
    );
    this.#reset = button({
      text: backText(state.range),
      icon: 'close',
      className: 'button reset',
      onClick: () => {
        this.reset();
      },
    });
    const group = element(
      'div',
      { class: 'ranges', role: 'toolbar', 'aria-label': t('Range') },
      ...this.#ranges.values(),
      this.#custom,
    );
    this.#tabStop = new TabStop(group, '.range');
    this.roots = [group, this.#dropdown.root, this.#reset, this.#popover.root];
  }

  /** `data`: what is shown, once there is something. */
  update(state: DashboardViewState, data: DashboardCharts | null, times: TimeFormat): void {
    this.#state = state;
    this.#data = data;
    this.#sessions.update(data?.sessions ?? [], times, data?.query.to ?? 0);
    this.#update();
  }

  #update(): void {
    const state = this.#state;
    const range = state.period.kind === 'last' ? state.period.range : null;
    for (const [own, choice] of this.#ranges) setPressed(choice, own === range);
    setPressed(this.#custom, range === null);
    this.#tabStop.update(range === null ? this.#custom : this.#ranges.get(range));
    const choices = [
      ...ranges.map((value) => ({ value, text: rangeText(value) })),
      ...(range === null ? [{ value: entered, text: t('Custom') }] : []),
      { value: custom, text: t('Custom...') },
    ];
    this.#dropdown.update(choices, range ?? entered);
    setShown(this.#reset, range === null);
    setButtonText(this.#reset, backText(state.range));
    this.#reset.title = t('Back to {0} (Escape)', rangeName(state.range));
  }

  /** Goes back from a custom range to the one before it. */
  reset(): void {
    const { period, range } = this.#state;
    if (period.kind === 'last') return;
    const hadFocus = this.#reset.contains(document.activeElement);
    this.#onChoose({ kind: 'last', range });
    if (hadFocus) this.#focus(range);
  }

  #focus(range: Range): void {
    const choice = this.#ranges.get(range);
    if (choice?.checkVisibility()) choice.focus();
    else this.#dropdown.root.focus();
  }

  #rangeButton(range: Range): HTMLElement {
    const choice = button({
      text: rangeText(range),
      className: 'range',
      onClick: () => {
        this.#onChoose({ kind: 'last', range });
      },
    });
    choice.title = lastRange(range, t);
    return choice;
  }

  #openCustom(): void {
    const now = Date.now() / 1000;
    const { from, to } = this.#data?.query ?? { from: now - 3600, to: now };
    this.#form.fill([from, to]);
    const opener = this.#custom.checkVisibility() ? this.#custom : this.#dropdown.root;
    this.#popover.root.style.setProperty('left', `${opener.offsetLeft.toString()}px`);
    this.#popover.toggle();
  }

  #chooseCustom([from = 0, to = 0]: readonly number[]): string | null {
    const now = Date.now() / 1000;
    if (from >= to) return t('The range ends before it begins.');
    if (from >= now) return t('That range is in the future.');
    if (from < 0) return t('Enter a year from 1970 on.');
    this.#popover.close();
    this.#onChoose({ kind: 'between', from, to: Math.min(to, ceilTo(now, minuteSeconds)) });
    return null;
  }
}
