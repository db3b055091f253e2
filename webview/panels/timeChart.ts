import { spansDays } from '../../src/protocol/chartValues';
import type { ChartConfiguration } from 'chart.js';
import { spanText, stepStartText, stepText } from '../../src/domain/spanText';
import type { TimeWindow } from '../../src/domain/range';
import { middle } from '../charts/chartView';
import { laneContentOf } from '../charts/laneContent';
import type { Crosshair } from '../charts/crosshair';
import { shownSelection, stepAt, stepBeginning, stepWindow } from '../charts/selectedTime';
import { crosshairPlugin } from '../charts/plugins/crosshairPlugin';
import type { CrosshairMark } from '../charts/plugins/crosshairPlugin';
import { lineMarksPlugin } from '../charts/plugins/lineMarksPlugin';
import { lanePlugin } from '../charts/plugins/lanePlugin';
import type { Lane } from '../charts/plugins/lanePlugin';
import { selectionPlugin } from '../charts/plugins/selectionPlugin';
import { stepBarsPlugin } from '../charts/plugins/stepBarsPlugin';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { ChartCanvas } from '../charts/chartCanvas';
import type { ChartTable } from './chartTable';
import { element, setAttribute, setShown } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import type { Rows } from '../controls/exportButton';
import { stepRows } from './chartRows';
import { iconPath } from '../elements/icons';
import { Legend } from '../charts/legend';
import { Panel } from './panel';
import type { DashboardPanel, PanelContext } from './panelKind';
import type { Picture } from '../charts/picture';
import type { TimeChartKind } from './timeChartKind';
import { SelectionBar } from '../charts/selectionBar';
import type { WindowActions } from '../charts/selectionBar';
import { iconButton, setButtonState } from '../controls/toolkit';
import { Tooltip } from '../charts/tooltip';
import { fileName, shownTexts } from '../text/shownTraffic';

/** A chart over time with legend, crosshair, tooltip and selection, and its numbers as a table. */
export class TimeChart implements DashboardPanel {
  readonly panel: Panel;
  readonly #kind: TimeChartKind;
  readonly #crosshair: Crosshair;
  readonly #context: PanelContext;
  readonly #drawing = new ChartCanvas();
  readonly #plot: HTMLElement;
  readonly #legend: Legend;
  readonly #tooltip = new Tooltip();
  readonly #bar: SelectionBar;
  /** Loaded when it is first asked for. */
  #table: ChartTable | undefined;
  readonly #tableButton: HTMLElement;
  #view: DashboardView | undefined;

  constructor(kind: TimeChartKind, context: PanelContext) {
    this.#kind = kind;
    this.#context = context;
    this.#crosshair = context.crosshair;
    this.panel = new Panel(kind.name, kind.title);
    this.#legend = new Legend(this.panel.legend, () => {
      if (this.#view) this.#draw(this.#view);
    });
    const { canvas } = this.#drawing;
    this.#bar = new SelectionBar(this.#windowActions(canvas));
    this.#plot = element('div', { class: 'plot' }, canvas, this.#tooltip.root, this.#bar.root);
    this.panel.content.append(this.#plot);
    this.#tableButton = iconButton('table', t('Show {0} as table', kind.title), () => {
      this.#toggleTable().catch(context.actions.fail);
    });
    setButtonState(this.#tableButton, 'aria-pressed', 'false');
    const exports = {
      fileName: () => (this.#view ? fileName(kind.name, this.#view) : kind.name),
      csv: () => this.#rows(),
      picture: () => (this.#view ? this.#picture(this.#view) : null),
    };
    this.panel.actions.append(
      this.#tableButton,
      exportButton(kind.title, exports, context.actions),
    );
    this.#listen(canvas);
  }

  /** The bar goes away with its selection, and the focus back to the chart. */
  #windowActions(canvas: HTMLCanvasElement): WindowActions {
    const { zoomIn, explain, clear } = this.#context.window;
    return {
      zoomIn: (window) => {
        zoomIn(window);
        canvas.focus();
      },
      explain,
      clear: () => {
        clear();
        canvas.focus();
      },
    };
  }

  /** Draws what its height depends on, so that charts beside each other need to be drawn in one size only. */
  prepare(view: DashboardView): void {
    this.panel.note(this.#kind.note(view) ?? '');
    this.#legend.update(this.#kind.legend(view, null));
  }

  update(view: DashboardView): void {
    this.#view = view;
    this.panel.note(this.#kind.note(view) ?? '');
    this.#draw(view);
    if (this.#table && !this.#table.root.hidden) this.#table.update(view);
    setAttribute(this.#drawing.canvas, 'aria-label', this.#label(view));
    this.#drawPointed();
  }

  #draw(view: DashboardView): void {
    this.#drawing.draw(
      this.#kind.configuration(view),
      view.theme,
      () => this.#plugins(view),
      (dataset) => this.#legend.isDrawn(dataset),
    );
  }

  #plugins(first: DashboardView): NonNullable<ChartConfiguration['plugins']> {
    const view = (): DashboardView => this.#view ?? first;
    const theme = (): DashboardView['theme'] => view().theme;
    const { wide, narrow } = this.#kind.laneLabels;
    return [
      ...this.#drawnPlugins(view, () => (view().narrow ? narrow : wide)),
      selectionPlugin(() => this.#selected(), theme),
      crosshairPlugin(() => this.#mark(), theme),
    ];
  }

  /** What is drawn besides the series, also in a picture; `labels`: whether the event lane has words in it. */
  #drawnPlugins(
    view: () => DashboardView,
    labels: () => boolean,
  ): NonNullable<ChartConfiguration['plugins']> {
    const [restartGlyph, markGlyph] = [iconPath('restart'), iconPath('bookmark')];
    const lane = (): Lane => ({
      content: laneContentOf(view().data, view().status.phase === 'failing', view().numbers),
      labels: labels(),
      theme: view().theme,
      restartGlyph,
      markGlyph,
    });
    return [stepBarsPlugin, lineMarksPlugin, lanePlugin(lane)];
  }

  /** With room for all that is left out where a window is narrow. */
  #picture(shown: DashboardView): Picture {
    const view = { ...shown, narrow: false };
    const { title, note, legend, configuration } = this.#kind;
    return {
      title,
      note: note(view) ?? '',
      facts: shownTexts(view),
      legend: this.#legend.drawn(legend(view, null)),
      configuration: {
        ...configuration(view),
        plugins: this.#drawnPlugins(
          () => view,
          () => true,
        ),
      },
      theme: view.theme,
    };
  }

  #mark(): CrosshairMark | null {
    const step = this.#pointed();
    const point = step === null ? undefined : this.#view?.data.points[step];
    if (!this.#view || step === null || !point) return null;
    const { times, data } = this.#view;
    const label = spansDays(data)
      ? stepStartText(times, point.at, data.query.to, data.query.bucketSeconds)
      : times.minute(point.at);
    return { step, at: middle(this.#view, step), label };
  }

  /** Which of the steps the crosshair is on; null where it is on none of them. */
  #pointed(): number | null {
    return this.#view ? stepBeginning(this.#crosshair.at, this.#view.data) : null;
  }

  #selected(): TimeWindow | null {
    return this.#view ? shownSelection(this.#crosshair.selection, this.#view.data) : null;
  }

  #listen(canvas: HTMLCanvasElement): void {
    canvas.addEventListener('pointermove', (event) => {
      const step = this.#stepUnder(event.offsetX);
      if (this.#crosshair.isSelecting && step) this.#crosshair.extendSelection(step);
      this.#crosshair.set(step?.from ?? null, this);
    });
    canvas.addEventListener('pointerdown', (event) => {
      const step = this.#stepUnder(event.offsetX);
      if (event.button !== 0 || !step) return;
      canvas.setPointerCapture(event.pointerId);
      this.#crosshair.beginSelection(step, this);
    });
    canvas.addEventListener('pointerup', () => {
      this.#crosshair.endSelection();
    });
    const leave = (): void => {
      this.#crosshair.set(null, null);
    };
    canvas.addEventListener('pointerleave', leave);
    canvas.addEventListener('blur', leave);
    canvas.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
    this.#crosshair.onChange(() => {
      this.#drawing.chart?.draw();
      this.#drawPointed();
    });
  }

  /** Arrow keys walk the crosshair through the steps and have it read out; with Shift they select. */
  #onKey(event: KeyboardEvent): void {
    const view = this.#view;
    const count = view?.data.points.length ?? 0;
    const current = this.#pointed();
    if (event.key === 'Enter' && this.#selected()) {
      // The key would press the button, too, that it gives the focus to.
      event.preventDefault();
      this.#bar.focus();
      return;
    }
    if (event.key === 'Escape') {
      // With nothing to close here it is for the dashboard.
      if (current === null && !this.#crosshair.selection) return;
      this.#crosshair.clearSelection();
    }
    const target = {
      ArrowLeft: current === null ? count - 1 : Math.max(0, current - 1),
      ArrowRight: current === null ? 0 : Math.min(count - 1, current + 1),
      Home: 0,
      End: count - 1,
      Escape: null,
    }[event.key];
    if (target === undefined || count === 0 || !view) return;
    event.preventDefault();
    const step = target === null ? null : stepWindow(view.data, target);
    if (event.shiftKey && step) {
      this.#selectByKey(current === null ? step : stepWindow(view.data, current), step);
    } else {
      this.#crosshair.endSelection();
    }
    this.#crosshair.set(step?.from ?? null, this);
    if (target !== null) this.#context.actions.announce(this.#spoken(view, target));
  }

  #selectByKey(current: TimeWindow, target: TimeWindow): void {
    if (!this.#crosshair.isSelecting) this.#crosshair.beginSelection(current, this);
    this.#crosshair.extendSelection(target);
  }

  #spoken(view: DashboardView, step: number): string {
    const rows = this.#kind.tooltip(view, step).map((row) => `${row.name} ${row.value}`);
    return `${this.#stepText(view, step)}: ${rows.join(', ')}`;
  }

  #stepUnder(x: number): TimeWindow | null {
    const data = this.#view?.data;
    const at = this.#drawing.chart?.scales['x']?.getValueForPixel(x);
    const step = data && at !== undefined ? stepAt(at, data) : null;
    return data && step !== null ? stepWindow(data, step) : null;
  }

  /** Legend and tooltip for what the crosshair is on, and what can be done with a selection. */
  #drawPointed(): void {
    const view = this.#view;
    if (!view) return;
    const pointed = this.#pointed();
    this.#legend.update(this.#kind.legend(view, pointed));
    this.#drawBar(view);
    if (pointed === null || !this.#crosshair.isSource(this) || this.#selected()) {
      this.#tooltip.hide();
      return;
    }
    const x = this.#pixel(middle(view, pointed));
    const rows = this.#kind.tooltip(view, pointed);
    this.#tooltip.show(this.#stepText(view, pointed), rows, x, this.#plot.clientWidth);
  }

  #drawBar(view: DashboardView): void {
    const selected = this.#selected();
    if (!selected || !this.#crosshair.isSelectedIn(this)) {
      this.#bar.hide();
      return;
    }
    const { to, bucketSeconds } = view.data.query;
    const text = [selected.from, selected.to]
      .map((at) => stepStartText(view.times, at, to, bucketSeconds))
      .join(' – ');
    const left = this.#pixel(selected.to) + 8;
    this.#bar.show(selected, text, left, this.#plot.clientWidth);
  }

  #pixel(at: number): number {
    return this.#drawing.chart?.scales['x']?.getPixelForValue(at) ?? 0;
  }

  #stepText({ data, times }: DashboardView, step: number): string {
    const at = data.points[step]?.at ?? data.query.from;
    return stepText(times, at, data.query.bucketSeconds, spansDays(data));
  }

  #label(view: DashboardView): string {
    const values = this.#kind
      .legend(view, null)
      .filter((item) => item.shown && item.value !== '')
      .map((item) => `${item.name} ${item.value}`);
    const { day, times } = spanText(view.times, view.data.query.from, view.data.query.to);
    return t(
      '{0}, {1}. Last values: {2}. Arrow keys read the steps, with Shift they select.',
      this.#kind.title,
      `${day} ${times}`.trim(),
      values.join(', '),
    );
  }

  #rows(): Rows {
    return this.#view ? stepRows(this.#view.data, this.#kind.rows) : [];
  }

  async #toggleTable(): Promise<void> {
    const table = this.#table ?? (await this.#loadTable());
    const asTable = Boolean(table.root.hidden);
    setShown(table.root, asTable);
    setShown(this.#plot, !asTable);
    setButtonState(this.#tableButton, 'aria-pressed', String(asTable));
    if (asTable && this.#view) table.update(this.#view);
  }

  async #loadTable(): Promise<ChartTable> {
    const { ChartTable } = await import('./chartTable');
    // Two clicks may have come meanwhile.
    this.#table ??= new ChartTable(this.#kind);
    this.panel.content.append(this.#table.root);
    return this.#table;
  }
}
