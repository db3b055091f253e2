import { Chart } from 'chart.js';
import type { ChartConfiguration } from 'chart.js';
import { middle, spansDays } from '../charts/chartView';
import { coverageOf } from '../charts/coverage';
import type { Crosshair } from '../charts/crosshair';
import { crosshairPlugin } from '../charts/crosshairPlugin';
import type { CrosshairMark } from '../charts/crosshairPlugin';
import { lanePlugin } from '../charts/lanePlugin';
import type { Lane } from '../charts/lanePlugin';
import type { DashboardView } from '../dashboardView';
import { ChartTable } from './chartTable';
import { element, setAttribute, setShown } from './dom';
import { iconPath } from './icons';
import { stepBarsPlugin } from '../charts/stepBarsPlugin';
import { Legend } from './legend';
import type { LegendItem } from './legend';
import { Panel } from './panel';
import { iconButton } from './toolkit';
import { Tooltip } from './tooltip';
import type { TooltipRow } from './tooltip';

/** What makes one time chart differ from another. */
export interface TimeChartKind {
  readonly name: string;
  readonly title: string;
  /** Whether the event lane has words in it when the dashboard is wide, and when it is narrow. */
  readonly laneLabels: { readonly wide: boolean; readonly narrow: boolean };
  readonly note: (view: DashboardView) => string | null;
  readonly configuration: (view: DashboardView) => ChartConfiguration;
  /** The series with their values at a step, or their last ones. */
  readonly legend: (view: DashboardView, step: number | null) => readonly LegendItem[];
  readonly tooltip: (view: DashboardView, step: number) => readonly TooltipRow[];
}

/** A chart over time with its legend, crosshair, tooltip and table. */
export class TimeChart {
  readonly panel: Panel;
  readonly #kind: TimeChartKind;
  readonly #crosshair: Crosshair;
  readonly #announce: (text: string) => void;
  readonly #canvas = element('canvas', { role: 'img', tabindex: '0' });
  readonly #plot: HTMLElement;
  readonly #legend: Legend;
  readonly #tooltip = new Tooltip();
  readonly #table: ChartTable;
  readonly #tableButton: HTMLElement;
  #chart: Chart | undefined;
  #view: DashboardView | undefined;

  constructor(kind: TimeChartKind, crosshair: Crosshair, announce: (text: string) => void) {
    this.#kind = kind;
    this.#crosshair = crosshair;
    this.#announce = announce;
    this.panel = new Panel(kind.name, kind.title);
    this.#legend = new Legend(this.panel.legend);
    this.#table = new ChartTable(kind);
    this.#plot = element('div', { class: 'plot' }, this.#canvas, this.#tooltip.root);
    this.panel.content.append(this.#plot, this.#table.root);
    this.#tableButton = iconButton('table', `Show ${kind.title} as table`, () => {
      this.#toggleTable();
    });
    this.#tableButton.setAttribute('aria-pressed', 'false');
    this.panel.actions.append(this.#tableButton);
    this.#listen();
  }

  update(view: DashboardView): void {
    // Chart.js keeps the colours that its bars share, so a new theme needs a new chart; new data do not.
    if (this.#chart && this.#view?.theme !== view.theme) {
      this.#chart.destroy();
      this.#chart = undefined;
    }
    this.#view = view;
    this.panel.note(this.#kind.note(view) ?? '');
    const next = this.#kind.configuration(view);
    if (this.#chart) {
      for (const [i, dataset] of next.data.datasets.entries()) {
        Object.assign(this.#chart.data.datasets[i] ?? {}, dataset);
      }
      this.#chart.options = next.options ?? {};
      this.#chart.update('none');
    } else {
      this.#chart = new Chart(this.#canvas, { ...next, plugins: this.#plugins(view) });
    }
    if (!this.#table.root.hidden) this.#table.update(view);
    setAttribute(this.#canvas, 'aria-label', this.#label(view));
    this.#drawPointed();
  }

  #plugins(first: DashboardView): NonNullable<ChartConfiguration['plugins']> {
    const view = (): DashboardView => this.#view ?? first;
    const glyph = iconPath('restart');
    const lane = (): Lane => ({
      coverage: coverageOf(view().data, view().status.phase === 'failing'),
      labels: view().narrow ? this.#kind.laneLabels.narrow : this.#kind.laneLabels.wide,
      theme: view().theme,
      restartGlyph: glyph,
    });
    return [
      stepBarsPlugin,
      lanePlugin(lane),
      crosshairPlugin(
        () => this.#mark(),
        () => view().theme,
      ),
    ];
  }

  #mark(): CrosshairMark | null {
    const { step } = this.#crosshair;
    const point = step === null ? undefined : this.#view?.data.points[step];
    if (!this.#view || step === null || !point) return null;
    const { times, data } = this.#view;
    const label = spansDays(data) ? times.short(point.at, data.query.to) : times.minute(point.at);
    return { step, at: middle(this.#view, step), label };
  }

  #listen(): void {
    this.#canvas.addEventListener('pointermove', (event) => {
      this.#crosshair.set(this.#stepAt(event.offsetX), this);
    });
    const leave = (): void => {
      this.#crosshair.set(null, null);
    };
    this.#canvas.addEventListener('pointerleave', leave);
    this.#canvas.addEventListener('blur', leave);
    this.#canvas.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
    this.#crosshair.onChange(() => {
      this.#chart?.draw();
      this.#drawPointed();
    });
  }

  /** Arrow keys walk the crosshair through the steps and have it read out. */
  #onKey(event: KeyboardEvent): void {
    const count = this.#view?.data.points.length ?? 0;
    const current = this.#crosshair.step;
    const target = {
      ArrowLeft: current === null ? count - 1 : Math.max(0, current - 1),
      ArrowRight: current === null ? 0 : Math.min(count - 1, current + 1),
      Home: 0,
      End: count - 1,
      Escape: null,
    }[event.key];
    if (target === undefined || count === 0) return;
    event.preventDefault();
    this.#crosshair.set(target, this);
    const { step } = this.#crosshair;
    if (step !== null && this.#view) this.#announce(this.#spoken(this.#view, step));
  }

  #spoken(view: DashboardView, step: number): string {
    const rows = this.#kind.tooltip(view, step).map((row) => `${row.name} ${row.value}`);
    return `${this.#stepText(view, step)}: ${rows.join(', ')}`;
  }

  #stepAt(x: number): number | null {
    const value = this.#chart?.scales['x']?.getValueForPixel(x);
    const query = this.#view?.data.query;
    if (value === undefined || !query || value < query.from || value > query.to) return null;
    const { points } = this.#view?.data ?? { points: [] };
    const step = points.findIndex(({ at }) => value >= at && value < at + query.bucketSeconds);
    return step < 0 ? null : step;
  }

  /** Legend and tooltip for what the crosshair is on. */
  #drawPointed(): void {
    const view = this.#view;
    if (!view) return;
    const { step } = this.#crosshair;
    const pointed = step !== null && view.data.points[step] ? step : null;
    this.#legend.update(this.#kind.legend(view, pointed));
    if (pointed === null || !this.#crosshair.isSource(this)) {
      this.#tooltip.hide();
      return;
    }
    const x = this.#chart?.scales['x']?.getPixelForValue(middle(view, pointed)) ?? 0;
    const rows = this.#kind.tooltip(view, pointed);
    this.#tooltip.show(this.#stepText(view, pointed), rows, x, this.#plot.clientWidth);
  }

  #stepText({ data, times }: DashboardView, step: number): string {
    const at = data.points[step]?.at ?? data.query.from;
    return times.step(at, data.query.bucketSeconds, spansDays(data));
  }

  #label(view: DashboardView): string {
    const values = this.#kind
      .legend(view, null)
      .filter((item) => item.shown && item.value !== '')
      .map((item) => `${item.name} ${item.value}`);
    const { day, times } = view.times.span(view.data.query.from, view.data.query.to);
    const title = `${this.#kind.title}, ${day} ${times}`;
    return `${title}. Last values: ${values.join(', ')}. Arrow keys read the steps.`;
  }

  #toggleTable(): void {
    const asTable = Boolean(this.#table.root.hidden);
    setShown(this.#table.root, asTable);
    setShown(this.#plot, !asTable);
    this.#tableButton.setAttribute('aria-pressed', String(asTable));
    if (asTable && this.#view) this.#table.update(this.#view);
  }
}
