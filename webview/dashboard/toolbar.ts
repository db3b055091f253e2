import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type { DashboardViewState, TargetChoices } from '../../src/protocol/webviewMessages';
import {
  button,
  Dropdown,
  iconButton,
  setButtonState,
  setButtonText,
  setDisabled,
  setPressed,
} from '../controls/toolkit';
import { element, setShown } from '../elements/dom';
import { fitLine, onResize } from '../elements/fitLine';
import { t } from '../localize';
import { duration } from '../text/duration';
import type { TimeFormat } from '../../src/domain/timeFormat';
import { CompareChooser } from './compareChooser';
import { RangeChooser } from './rangeChooser';
import { TrafficFilters } from './trafficFilters';

interface ToolbarListener {
  readonly onChange: (change: Partial<DashboardViewState>) => void;
  /** Another target is to be shown, by its id. */
  readonly onTarget: (id: string) => void;
  readonly onRefresh: () => void;
  readonly onExport: () => void;
}

/** What the toolbar shows besides its own state. */
interface ToolbarContent {
  readonly state: DashboardViewState;
  readonly data: DashboardCharts | null;
  readonly times: TimeFormat;
  /** What can be compared with besides the time before. */
  readonly files: readonly ImportedFile[];
  /** What can be shown; undefined for a file. */
  readonly targets: TargetChoices | undefined;
  /** Seconds between two refreshes; null when nothing is collected and so nothing comes. */
  readonly interval: number | null;
  /** Null where there are no numbers: range, search and live have nothing to act on. */
  readonly shows: 'traffic' | 'file' | null;
}

/** What gives way where the window is narrow, in this order (styles/controls.css). */
const narrower = ['short-ranges', 'folded-filters', 'wordless'] as const;

/** Target, range, comparison, filters, search, live, refresh, export. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #target: Dropdown;
  readonly #range: RangeChooser;
  readonly #compare: CompareChooser;
  readonly #filters: TrafficFilters;
  readonly #live: HTMLElement;
  #isLive: boolean;

  constructor(state: DashboardViewState, listener: ToolbarListener) {
    const { onChange, onTarget, onRefresh, onExport } = listener;
    this.#isLive = state.live;
    this.#target = new Dropdown(t('Server'), onTarget, 'dropdown targets');
    this.#range = new RangeChooser(state, (period) => {
      onChange({ period });
    });
    this.#compare = new CompareChooser((compare) => {
      onChange({ compare });
    });
    this.#filters = new TrafficFilters(state.filter, state.search, {
      onFilter: (filter) => {
        onChange({ filter });
      },
      onSearch: (search) => {
        onChange({ search });
      },
    });
    this.#live = button({
      text: t('Live'),
      icon: 'pulse',
      className: 'toggle',
      onClick: () => {
        onChange({ live: !this.#isLive });
      },
    });
    this.root = element(
      'header',
      { class: 'toolbar', role: 'group', 'aria-label': t('What is shown') },
      this.#target.root,
      ...this.#range.roots,
      this.#compare.root,
      this.#filters.root,
      this.#live,
      this.#filtersButton(),
      iconButton('refresh', t('Refresh'), onRefresh),
      iconButton('export', t('Export report'), onExport),
    );
    onResize([this.root, ...this.root.children], () => {
      this.#fit();
    });
  }

  /** Goes back from a custom range to the one before it. */
  reset(): void {
    this.#range.reset();
  }

  update({ state, data, times, files, targets, interval, shows }: ToolbarContent): void {
    const acting = this.root.querySelectorAll<HTMLElement>(
      '.range, .dropdown:not(.targets), .search-field',
    );
    for (const control of acting) setDisabled(control, shows === null);
    this.#updateTargets(targets);
    this.#range.update(state, data, times);
    this.#compare.update({ compare: state.compare, data, files, times });
    this.#filters.update(state.filter, data);
    this.#updateLive(state, shows, interval);
  }

  /** Where there is one there is nothing to choose from. */
  #updateTargets(choices: TargetChoices | undefined): void {
    const { targets = [], shown = '' } = choices ?? {};
    this.#target.update(
      targets.map(({ id, name }) => ({ value: id, text: name })),
      shown,
    );
    setShown(this.#target.root, targets.length > 1);
  }

  #updateLive(
    state: DashboardViewState,
    shows: ToolbarContent['shows'],
    interval: number | null,
  ): void {
    this.#isLive = state.live;
    const isFixed = shows === 'file' || state.period.kind === 'between';
    const follows = state.live && !isFixed;
    setDisabled(this.#live, isFixed || shows === null);
    setPressed(this.#live, follows);
    this.#live.title = isFixed ? t('Not live: what is shown is past') : liveTitle(follows);
    setButtonText(
      this.#live,
      follows && interval !== null ? t('Live, {0}', duration(interval)) : t('Live'),
    );
  }

  /** Unfolds the filters where they have no room in the line. */
  #filtersButton(): HTMLElement {
    const created = iconButton('filter', t('Filters'), () => {
      const open = this.root.classList.toggle('filters-open');
      setButtonState(created, 'aria-expanded', String(open));
    });
    created.classList.add('filters-button');
    setButtonState(created, 'aria-expanded', 'false');
    return created;
  }

  /** Filters that are open have a line of their own, which says nothing about the room in the first one. */
  #fit(): void {
    const { classList } = this.root;
    const isOpen = classList.contains('filters-open');
    classList.remove('filters-open');
    fitLine(this.root, narrower);
    classList.toggle('filters-open', isOpen);
  }
}

function liveTitle(follows: boolean): string {
  return follows
    ? t('Live: shows new numbers as they arrive')
    : t('Not live: shows new numbers only when you refresh');
}
