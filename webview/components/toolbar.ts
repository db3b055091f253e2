import { ranges } from '../../src/protocol/webviewMessages';
import type { DashboardViewState, Range } from '../../src/protocol/webviewMessages';
import { isRange, rangeName } from '../state';
import { duration } from '../times';
import { element } from './dom';
import { button, dropdown, iconButton, searchField, setButtonText, setDisabled } from './toolkit';

interface ToolbarListener {
  readonly onChange: (change: Partial<DashboardViewState>) => void;
  readonly onRefresh: () => void;
}

/** Range, search, live, refresh. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #ranges = new Map<Range, HTMLElement>();
  readonly #rangeDropdown: ReturnType<typeof dropdown>;
  readonly #live: HTMLElement;

  constructor(state: DashboardViewState, { onChange, onRefresh }: ToolbarListener) {
    for (const range of ranges) {
      const choice = button({
        text: range,
        className: 'range',
        onClick: () => {
          onChange({ range });
        },
      });
      choice.title = `Last ${rangeName(range)}`;
      this.#ranges.set(range, choice);
    }
    // A narrow window shows the same choice as one dropdown; the style sheet decides.
    this.#rangeDropdown = dropdown(
      'Range',
      ranges.map((range) => ({ value: range, text: range })),
      (value) => {
        if (isRange(value)) onChange({ range: value });
      },
    );
    let live = state.live;
    this.#live = button({
      text: 'Live',
      icon: 'pulse',
      className: 'toggle',
      onClick: () => {
        live = !live;
        onChange({ live });
      },
    });
    this.root = element(
      'header',
      { class: 'toolbar', role: 'group', 'aria-label': 'What is shown' },
      element(
        'div',
        { class: 'ranges', role: 'group', 'aria-label': 'Range' },
        ...this.#ranges.values(),
      ),
      this.#rangeDropdown.root,
      searchField('Filter endpoints and errors', state.search, (search) => {
        onChange({ search });
      }),
      this.#live,
      iconButton('refresh', 'Refresh', onRefresh),
    );
  }

  /** While there are no numbers, range, search and live have nothing to act on. */
  enable(enabled: boolean): void {
    for (const control of this.root.querySelectorAll<HTMLElement>(
      '.range, .dropdown, .search-field, .toggle',
    )) {
      setDisabled(control, !enabled);
    }
  }

  /** `interval`: seconds between two refreshes; null when nothing is collected and so nothing comes. */
  update(state: DashboardViewState, interval: number | null): void {
    for (const [range, choice] of this.#ranges) {
      const pressed = String(range === state.range);
      if (choice.getAttribute('aria-pressed') !== pressed) {
        choice.setAttribute('aria-pressed', pressed);
      }
    }
    this.#rangeDropdown.select(state.range);
    this.#live.setAttribute('aria-pressed', String(state.live));
    this.#live.title = state.live
      ? 'Live: shows new numbers as they are collected'
      : 'Not live: shows new numbers on Refresh only';
    setButtonText(
      this.#live,
      state.live && interval !== null ? `Live, ${duration(interval)}` : 'Live',
    );
  }
}
