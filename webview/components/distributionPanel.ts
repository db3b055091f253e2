import { histogramCount } from '../../src/domain/histogram';
import {
  barName,
  distributionChart,
  latencyBars,
  quantileMarks,
} from '../charts/distributionChart';
import type { LatencyBar } from '../charts/distributionChart';
import { widened } from '../charts/widened';
import { distributionPlugin } from '../charts/distributionPlugin';
import type { BarTexts } from '../charts/distributionPlugin';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined } from '../format';
import { t } from '../localize';
import { ChartCanvas } from './chartCanvas';
import { DataTable } from './dataTable';
import { element, setAttribute, setShown, setText } from './dom';
import { exportButton } from './exportButton';
import { Panel } from './panel';
import { iconButton } from './toolkit';

/** How long an endpoint's handler took: requests a bucket. */
export class DistributionPanel {
  readonly panel = new Panel('distribution', t('Latency distribution'));
  readonly #drawing = new ChartCanvas();
  readonly #plot = element('div', { class: 'plot' }, this.#drawing.canvas);
  readonly #foot = element('p', { class: 'panel-foot' });
  readonly #table: DataTable<LatencyBar>;
  readonly #tableRegion: HTMLElement;
  #view: DashboardView | undefined;
  #texts: BarTexts | undefined;

  constructor(actions: PanelActions) {
    const title = t('Latency distribution');
    this.#table = new DataTable({
      caption: title,
      className: 'steps',
      columns: [
        {
          key: 'bucket',
          title: t('Handler time'),
          className: 'time',
          draw: (cell, bar) => {
            cell.textContent = `${this.#name(bar)} ms`;
          },
        },
        {
          key: 'count',
          title: t('Requests'),
          className: 'number',
          draw: (cell, { count }) => {
            cell.textContent = this.#view?.numbers.count(count) ?? '';
          },
        },
      ],
    });
    this.#tableRegion = element(
      'div',
      {
        class: 'chart-table',
        hidden: '',
        tabindex: '0',
        role: 'region',
        'aria-label': t('{0} as table', title),
      },
      this.#table.root,
    );
    const button = iconButton('table', t('Show {0} as table', title), () => {
      const asTable = Boolean(this.#tableRegion.hidden);
      setShown(this.#tableRegion, asTable);
      setShown(this.#plot, !asTable);
      button.setAttribute('aria-pressed', String(asTable));
    });
    button.setAttribute('aria-pressed', 'false');
    const exports = { csv: () => this.#rows(), png: () => this.#drawing.png(title) };
    this.panel.actions.append(button, exportButton('distribution', title, exports, actions));
    this.panel.content.append(this.#plot, this.#tableRegion, this.#foot);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const histogram = view.data.distribution;
    const total = view.numbers.count(histogram ? histogramCount(histogram) : 0);
    this.panel.note(t('{0} requests timed, per bucket of ms', total));
    this.panel.empty(
      histogram && histogramCount(histogram) > 0
        ? null
        : t('The request log timed no request in this range.'),
    );
    if (!histogram) return;
    const bars = latencyBars(histogram);
    const { numbers, theme } = view;
    this.#texts = { bars, marks: quantileMarks(histogram, bars), theme, count: numbers.count };
    this.#drawing.draw(widened(distributionChart(view, bars)), theme, () => [
      distributionPlugin(() => this.#texts ?? { bars: [], marks: [], theme, count: numbers.count }),
    ]);
    const count = histogramCount(histogram);
    this.#table.show(bars);
    const average = joined(numbers.handlerAverage(histogram.sum / count));
    setText(
      this.#foot,
      t(
        'Average {0}. Handler time is from the request log, in whole milliseconds, without injected delay.',
        average,
      ),
    );
    const spoken = bars.filter((bar) => bar.count > 0);
    setAttribute(
      this.#drawing.canvas,
      'aria-label',
      t(
        'Latency distribution: {0}',
        spoken.map((bar) => `${this.#name(bar)} ms ${numbers.count(bar.count)}`).join(', '),
      ),
    );
  }

  #name(bar: LatencyBar): string {
    return barName(bar, this.#view?.numbers.plain ?? String);
  }

  #rows(): (string | number)[][] {
    const bars = this.#texts?.bars ?? [];
    return [
      [t('Over, ms'), t('Up to, ms'), t('Requests')],
      ...bars.map(({ above, to, count }) => [above, to === Infinity ? '' : to, count]),
    ];
  }
}
