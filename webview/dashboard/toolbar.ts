import { isProtocol, protocols, protocolTitle } from '../../src/domain/protocol';
import { lastRange } from '../../src/domain/lastRange';
import { ranges } from '../../src/domain/range';
import type { Compare, Range } from '../../src/domain/range';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { isRange } from '../../src/protocol/dashboardShapes';
import type { ImportedFile } from '../../src/protocol/importedFile';
import type { TrafficFilter } from '../../src/protocol/readModels';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import { compareChoices } from '../text/compareChoices';
import { t } from '../localize';
import { rangeName } from '../text/rangeName';
import { duration } from '../text/times';
import type { TimeFormat } from '../text/times';
import { element, setShown } from '../elements/dom';
import { fitLine, onResize } from '../elements/fitLine';
import { PeriodForm } from '../controls/periodForm';
import { Popover } from '../controls/popover';
import {
  button,
  Dropdown,
  iconButton,
  searchField,
  setButtonState,
  setButtonText,
  setDisabled,
} from '../controls/toolkit';

interface ToolbarListener {
  readonly onChange: (change: Partial<DashboardViewState>) => void;
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
  /** Seconds between two refreshes; null when nothing is collected and so nothing comes. */
  readonly interval: number | null;
}

const all = '';
const custom = 'custom';

/** What gives way where the window is narrow, in this order (styles/controls.css). */
const narrower = ['short-ranges', 'folded-filters', 'wordless'] as const;

/** Range, comparison, filters, search, live, refresh, export. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #onChange: ToolbarListener['onChange'];
  readonly #ranges = new Map<Range, HTMLElement>();
  readonly #custom: HTMLElement;
  readonly #customForm: PeriodForm;
  readonly #customPopover: Popover;
  readonly #rangeDropdown: Dropdown;
  readonly #reset: HTMLElement;
  readonly #compare: Dropdown;
  readonly #windowForm: PeriodForm;
  readonly #windowPopover: Popover;
  readonly #protocol: Dropdown;
  readonly #workspace: Dropdown;
  readonly #environment: Dropdown;
  readonly #live: HTMLElement;
  readonly #filters: HTMLElement;
  #compares = new Map<string, Compare | null>();
  #content: ToolbarContent | undefined;

  constructor(state: DashboardViewState, { onChange, onRefresh, onExport }: ToolbarListener) {
    this.#onChange = onChange;
    for (const range of ranges) this.#ranges.set(range, this.#rangeButton(range));
    this.#custom = button({
      text: t('Custom...'),
      className: 'range',
      onClick: () => {
        this.#openCustom();
      },
    });
    this.#customForm = new PeriodForm([t('From'), t('To')], t('Show'), (chosen) =>
      this.#chooseCustom(chosen),
    );
    this.#customPopover = new Popover(
      this.#custom,
      t('Custom range'),
      'dialog',
      this.#customForm.root,
    );
    // Where there is no room for them, the same choice is one dropdown.
    this.#rangeDropdown = new Dropdown(
      t('Range'),
      (value) => {
        if (isRange(value)) onChange({ period: { kind: 'last', range: value } });
        else this.#openCustom();
      },
      'dropdown ranges-short',
    );
    this.#reset = button({
      text: t('Back to {0}', state.range),
      icon: 'close',
      className: 'button reset',
      onClick: () => {
        this.reset();
      },
    });
    this.#compare = new Dropdown(t('Compare'), (value) => {
      this.#chooseCompare(value);
    });
    this.#windowForm = new PeriodForm([t('Earlier window begins')], t('Compare'), (chosen) =>
      this.#chooseWindow(chosen),
    );
    this.#windowPopover = new Popover(
      this.#compare.root,
      t('Earlier window'),
      'dialog',
      this.#windowForm.root,
    );
    this.#protocol = this.#filter(t('Protocol'), (value) => ({
      protocol: isProtocol(value) ? value : null,
    }));
    this.#workspace = this.#filter(t('Workspace'), (value) => ({ workspaceId: value || null }));
    this.#environment = this.#filter(t('Environment'), (value) => ({ environment: value || null }));
    let live = state.live;
    this.#live = button({
      text: t('Live'),
      icon: 'pulse',
      className: 'toggle',
      onClick: () => {
        live = !live;
        onChange({ live });
      },
    });
    this.#filters = iconButton('filter', t('Filters'), () => {
      const open = this.root.classList.toggle('filters-open');
      setButtonState(this.#filters, 'aria-expanded', String(open));
    });
    this.#filters.classList.add('filters-button');
    setButtonState(this.#filters, 'aria-expanded', 'false');
    this.root = element(
      'header',
      { class: 'toolbar', role: 'group', 'aria-label': t('What is shown') },
      element(
        'div',
        { class: 'ranges', role: 'group', 'aria-label': t('Range') },
        ...this.#ranges.values(),
        this.#custom,
      ),
      this.#rangeDropdown.root,
      this.#reset,
      this.#customPopover.root,
      element('span', { class: 'popover-anchor' }, this.#compare.root, this.#windowPopover.root),
      element(
        'span',
        { class: 'filters' },
        this.#protocol.root,
        this.#workspace.root,
        this.#environment.root,
        searchField(t('Filter endpoints, errors, clients'), state.search, (search) => {
          onChange({ search });
        }),
      ),
      this.#live,
      this.#filters,
      iconButton('refresh', t('Refresh'), onRefresh),
      iconButton('export', t('Export report'), onExport),
    );
    onResize([this.root, ...this.root.children], () => {
      this.#fit();
    });
  }

  /** Filters that are open have a line of their own, which says nothing about the room in the first one. */
  #fit(): void {
    const { classList } = this.root;
    const isOpen = classList.contains('filters-open');
    classList.remove('filters-open');
    fitLine(this.root, narrower);
    classList.toggle('filters-open', isOpen);
  }

  /** While there are no numbers, range, search and live have nothing to act on. */
  enable(enabled: boolean): void {
    for (const control of this.root.querySelectorAll<HTMLElement>(
      '.range, .dropdown, .search-field, .toggle',
    )) {
      setDisabled(control, !enabled);
    }
  }

  /** Goes back from a custom range to the one before it. */
  reset(): void {
    const state = this.#content?.state;
    if (state?.period.kind !== 'between') return;
    const hadFocus = this.#reset.contains(document.activeElement);
    this.#onChange({ period: { kind: 'last', range: state.range } });
    if (hadFocus) this.#focusRange(state.range);
  }

  update(content: ToolbarContent): void {
    this.#content = content;
    const { state, data, interval } = content;
    const range = state.period.kind === 'last' ? state.period.range : null;
    for (const [own, choice] of this.#ranges) setPressed(choice, own === range);
    setPressed(this.#custom, range === null);
    this.#rangeDropdown.update(
      [...ranges.map((value) => ({ value, text: value })), { value: custom, text: t('Custom...') }],
      range ?? custom,
    );
    setShown(this.#reset, range === null);
    setButtonText(this.#reset, t('Back to {0}', state.range));
    this.#reset.title = t('Back to {0} (Escape)', rangeName(state.range));
    this.#updateCompare(content);
    this.#updateFilters(state.filter, data);
    setPressed(this.#live, state.live);
    this.#live.title = state.live
      ? t('Live: shows new numbers as they arrive')
      : t('Not live: shows new numbers only when you refresh');
    const text = state.live && interval !== null ? t('Live, {0}', duration(interval)) : t('Live');
    setButtonText(this.#live, text);
  }

  #updateCompare({ state, data, times, files }: ToolbarContent): void {
    const now = data?.query.to ?? Date.now() / 1000;
    const comparables = { marks: data?.marks ?? [], files };
    const { choices, value } = compareChoices(state.compare, comparables, times, now);
    this.#compares = new Map(choices.map((choice) => [choice.value, choice.compare]));
    this.#compare.update(choices, value);
  }

  #updateFilters(filter: TrafficFilter, data: DashboardCharts | null): void {
    const choices = (values: readonly string[], title = (value: string): string => value) => [
      { value: all, text: t('All') },
      ...values.map((value) => ({ value, text: title(value) })),
    ];
    this.#protocol.update(choices(protocols, protocolTitle), filter.protocol ?? all);
    const { workspaces = [], environments = [] } = data ?? {};
    this.#workspace.update(choices(workspaces), filter.workspaceId ?? all);
    this.#environment.update(choices(environments), filter.environment ?? all);
    // Where nobody ever set one there is nothing to choose from.
    setShown(this.#workspace.root, workspaces.length > 0);
    setShown(this.#environment.root, environments.length > 0);
    setShown(this.#protocol.root, filter.endpoint === null);
  }

  /** Where there is little room, the ranges are a dropdown. */
  #focusRange(range: Range): void {
    const choice = this.#ranges.get(range);
    if (choice?.checkVisibility()) choice.focus();
    else this.#rangeDropdown.root.focus();
  }

  #rangeButton(range: Range): HTMLElement {
    const choice = button({
      text: range,
      className: 'range',
      onClick: () => {
        this.#onChange({ period: { kind: 'last', range } });
      },
    });
    choice.title = lastRange(range, t);
    return choice;
  }

  #filter(label: string, change: (value: string) => Partial<TrafficFilter>): Dropdown {
    return new Dropdown(label, (value) => {
      const filter = this.#content?.state.filter;
      if (filter) this.#onChange({ filter: { ...filter, ...change(value) } });
    });
  }

  #openCustom(): void {
    const query = this.#content?.data?.query;
    const now = Date.now() / 1000;
    this.#customForm.fill([query?.from ?? now - 3600, query?.to ?? now]);
    const opener = this.#custom.checkVisibility() ? this.#custom : this.#rangeDropdown.root;
    this.#customPopover.root.style.setProperty('left', `${opener.offsetLeft.toString()}px`);
    this.#customPopover.toggle();
  }

  #chooseCustom([from = 0, to = 0]: readonly number[]): string | null {
    if (from >= to) return t('The range ends before it begins.');
    if (from >= Date.now() / 1000) return t('That range is in the future.');
    this.#customPopover.close();
    this.#onChange({ period: { kind: 'between', from, to } });
    return null;
  }

  #chooseCompare(value: string): void {
    const compare = this.#compares.get(value);
    if (compare) {
      this.#onChange({ compare });
      return;
    }
    const query = this.#content?.data?.query;
    if (this.#content) this.#updateCompare(this.#content);
    this.#windowForm.fill([query ? query.from - (query.to - query.from) : Date.now() / 1000]);
    this.#windowPopover.open();
  }

  #chooseWindow([from = 0]: readonly number[]): string | null {
    if (from >= (this.#content?.data?.query.from ?? Infinity)) {
      return t('The earlier window must begin before the range shown.');
    }
    this.#windowPopover.close();
    this.#onChange({ compare: { kind: 'earlier', from } });
    return null;
  }
}

function setPressed(target: HTMLElement, pressed: boolean): void {
  setButtonState(target, 'aria-pressed', String(pressed));
}
