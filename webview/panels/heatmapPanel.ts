import { conditionsOf } from '../../src/domain/condition';
import { weekSeconds } from '../../src/domain/time';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { heatmap, tone } from './heatmap';
import type { HeatCell, HeatDay } from './heatmap';
import type { DashboardView, PanelActions } from '../dashboardView';
import { t } from '../localize';
import { duration } from '../text/duration';
import { element, setAttribute, setText } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import type { Rows } from '../controls/exportButton';
import { isoTime, minuteSeconds } from '../../src/domain/time';
import { fileName } from '../text/shownTraffic';
import { requestsHead } from './chartRows';
import { Panel } from './panel';
import type { DashboardPanel, PanelKind } from './panelKind';

const tones = 4;

/** The reader's, by which hours are told apart. */
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();

/** The last seven days by the hour: a table whose cells are coloured by what they hold. */
export const heatmapPanel: PanelKind = ({ actions }) => new HeatmapPanel(actions);

class HeatmapPanel implements DashboardPanel {
  readonly panel = new Panel('heatmap', t('Hours of the week'));
  readonly #body = element('tbody');
  readonly #caption = element('caption', { class: 'visually-hidden' });
  readonly #foot = element('span', { class: 'heat-now' });
  readonly #highest = element('span');
  readonly #actions: PanelActions;
  /** The hour that Tab leads to, counted from the first. */
  #stop = 0;
  readonly #days: DayRow[] = [];
  #view: DashboardView | undefined;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#body.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
    this.#body.addEventListener('focusin', ({ target }) => {
      const at = this.#buttons.findIndex((button) => button === target);
      if (at >= 0) this.#stopAt(at);
    });
    const exports = {
      fileName: () => (this.#view ? fileName('hours', this.#view, null) : 'hours'),
      csv: () => this.#rows(),
    };
    this.panel.actions.append(exportButton(t('Hours of the week'), exports, actions));
    const hours = Array.from({ length: 24 }, (_, hour) =>
      element(
        'th',
        { scope: 'col', class: hour % 6 === 0 ? '' : 'quiet' },
        element('span', {}, String(hour).padStart(2, '0')),
      ),
    );
    const table = element(
      'table',
      { class: 'heat' },
      this.#caption,
      element(
        'colgroup',
        {},
        element('col', { class: 'heat-day' }),
        element('col', { span: '24' }),
      ),
      this.#body,
      element('tfoot', {}, element('tr', {}, element('td'), ...hours)),
    );
    const swatch = (name: string): HTMLElement =>
      element('span', { class: `heat-swatch ${name}`, 'aria-hidden': 'true' });
    this.panel.content.append(
      table,
      element(
        'p',
        { class: 'heat-legend' },
        this.#foot,
        element(
          'span',
          { class: 'heat-scale' },
          '0',
          ...Array.from({ length: tones + 1 }, (_, i) => swatch(`tone-${i}`)),
          this.#highest,
        ),
        element('span', { class: 'heat-scale' }, swatch('uncollected'), t('not collected')),
      ),
    );
  }

  update(view: DashboardView): void {
    this.#view = view;
    const now = view.data.query.to;
    const map = heatmap(view.data.hours, now);
    this.panel.note(
      map.approximate
        ? t('7 days, local time, to the nearest hour of UTC')
        : t('7 days, local time'),
    );
    setText(
      this.#caption,
      view.data.counted === 'failed'
        ? t('Failed requests per minute by day and hour')
        : t('Requests per minute by day and hour'),
    );
    setText(this.#highest, t('{0}/min', view.numbers.plain(Math.ceil(map.highest))));
    setText(this.#foot, this.#nowText(view, map.days.at(-1)));
    while (this.#days.length < map.days.length) this.#days.push(new DayRow(this.#actions));
    this.#days.length = map.days.length;
    const rows = this.#days.map(({ root }) => root);
    if (rows.some((row, i) => this.#body.rows[i] !== row)) this.#body.replaceChildren(...rows);
    for (const [i, day] of map.days.entries()) this.#days[i]?.update(view, day, map.highest);
    this.#stopAt(this.#stop);
  }

  /** One stop for the keyboard: arrow keys lead through hours and days. */
  #onKey(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const at = buttons.findIndex((button) => button === event.target);
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -24, ArrowDown: 24 }[event.key];
    const next = by === undefined || at < 0 ? undefined : buttons[at + by];
    if (!next) return;
    event.preventDefault();
    this.#stopAt(at + (by ?? 0));
    next.focus();
  }

  #stopAt(at: number): void {
    this.#stop = at;
    for (const [i, button] of this.#buttons.entries()) button.tabIndex = i === at ? 0 : -1;
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.#body.querySelectorAll('button')];
  }

  /** `Mon 22:00, 18 min so far` */
  #nowText(view: DashboardView, today: HeatDay | undefined): string {
    const now = view.data.query.to;
    const hour = new Date(now * 1000).getHours();
    const covered = today?.hours[hour]?.coveredSeconds ?? 0;
    if (covered === 0 || covered >= 3600) return '';
    const name = view.times.weekday(now).split(' ')[0] ?? '';
    return t('{0} {1}:00, {2} so far', name, String(hour).padStart(2, '0'), duration(covered));
  }

  #rows(): Rows {
    const data = this.#view?.data;
    if (!data) return [];
    const requests = requestsHead(data);
    return [
      ['Hour', requests, `${requests} per minute`, 'Collected, s'],
      ...data.hours.map(({ at, requests, coveredSeconds }) => [
        isoTime(at),
        coveredSeconds === 0 ? null : requests,
        coveredSeconds === 0 ? null : (requests * minuteSeconds) / coveredSeconds,
        coveredSeconds,
      ]),
    ];
  }
}

/** A day of the heatmap, whose cells stay when their numbers change, as does the focus in them. */
class DayRow {
  readonly root: HTMLTableRowElement;
  readonly #name = element('th', { scope: 'row' });
  readonly #hours: readonly HourCell[];

  constructor(actions: PanelActions) {
    this.#hours = Array.from({ length: 24 }, (_, hour) => new HourCell(hour, actions));
    this.root = element('tr', {}, this.#name, ...this.#hours.map(({ root }) => root));
  }

  update(view: DashboardView, day: HeatDay, highest: number): void {
    const name = view.times.weekday(day.at);
    setText(this.#name, name);
    for (const [hour, own] of this.#hours.entries()) {
      const cell = day.hours[hour];
      const kind =
        cell?.perMinute == null ? 'uncollected' : `tone-${tone(cell.perMinute, highest, tones)}`;
      setAttribute(own.root, 'class', kind);
      own.update(view, day.weekday, { day: name, amount: cellText(view, cell) });
    }
  }
}

/** An hour, a click on which shows only this hour of the week, or all again. */
class HourCell {
  readonly root: HTMLTableCellElement;
  readonly #hour: number;
  readonly #actions: PanelActions;
  readonly #button = element('button', { type: 'button', class: 'heat-cell', tabindex: '-1' });
  readonly #amount = element('span', { class: 'visually-hidden' });
  #onClick: () => void = () => undefined;

  constructor(hour: number, actions: PanelActions) {
    this.#hour = hour;
    this.#actions = actions;
    this.#button.append(this.#amount);
    this.#button.addEventListener('click', () => {
      this.#onClick();
    });
    this.root = element('td', {}, this.#button);
  }

  update(
    { data: { query } }: DashboardView,
    weekday: number,
    { day, amount }: { readonly day: string; readonly amount: string },
  ): void {
    const { filterBy, unfilter } = this.#actions;
    const value = { kind: 'hour', weekday, hour: this.#hour, timeZone } as const;
    const isChosen = conditionsOf(conditionsIn(query.filter), 'hour', false).some(
      (own) => own.weekday === weekday && own.hour === this.#hour,
    );
    const isShort = query.to - query.from < weekSeconds;
    const what = isChosen
      ? t('Click to show all hours')
      : isShort
        ? t('Click to show only this hour, of the last 7 days')
        : t('Click to show only this hour of each week');
    const text = `${day} ${clockHour(this.#hour)}, ${amount}`;
    setText(this.#amount, amount);
    setAttribute(this.#button, 'title', `${text}. ${what}`);
    setAttribute(this.#button, 'aria-label', text);
    setAttribute(this.#button, 'aria-pressed', String(isChosen));
    this.#onClick = () => {
      if (isChosen) unfilter(value);
      else if (isShort) filterBy({ ...value, isExcluded: false }, { kind: 'last', range: '7d' });
      else filterBy({ ...value, isExcluded: false });
    };
  }
}

/** `14:00` */
function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function cellText({ data, numbers }: DashboardView, cell: HeatCell | undefined): string {
  if (cell?.perMinute == null) return t('not collected');
  const [requests, rate] = [numbers.count(cell.requests), numbers.plain(cell.perMinute)];
  const length = duration(cell.coveredSeconds);
  return data.counted === 'failed'
    ? t('{0} failed requests in {1}, {2}/min', requests, length, rate)
    : t('{0} requests in {1}, {2}/min', requests, length, rate);
}
