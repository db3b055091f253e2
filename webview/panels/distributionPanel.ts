import { histogramCount } from '../../src/domain/histogram';
import {
  barName,
  distributionChart,
  latencyBars,
  quantileMarks,
} from '../charts/distributionChart';
import type { LatencyBar } from '../charts/distributionChart';
import { widened } from '../charts/widened';
import { distributionPlugin } from '../charts/plugins/distributionPlugin';
import type { BarTexts } from '../charts/plugins/distributionPlugin';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { ChartCanvas } from '../charts/chartCanvas';
import { DataTable } from '../tables/dataTable';
import { element, setAttribute, setShown, setText } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import type { Rows } from '../controls/exportButton';
import type { Picture } from '../charts/picture';
import { fileName, shownTexts } from '../text/shownTraffic';
import { Legend } from '../charts/legend';
import type { LegendItem } from '../charts/legend';
import { squareKey } from '../elements/marks';
import { Panel } from './panel';
import type { DashboardPanel, PanelKind } from './panelKind';
import { iconButton, setButtonState } from '../controls/toolkit';

/** How long an endpoint's handler took, and how long its requests were held up: requests a bucket. */
export const distributionPanel: PanelKind = ({ actions }) => new DistributionPanel(actions);

class DistributionPanel implements DashboardPanel {
  readonly panel = new Panel('distribution', t('Latency distribution'));
  readonly #drawing = new ChartCanvas();
  readonly #plot = element('div', { class: 'plot' }, this.#drawing.canvas);
  readonly #foot = element('p', { class: 'panel-foot' });
  readonly #legend: Legend;
  readonly #table: DataTable<LatencyBar>;
  readonly #tableRegion: HTMLElement;
  #view: DashboardView | undefined;
  #texts: BarTexts | undefined;

  constructor(actions: PanelActions) {
    const title = t('Latency distribution');
    this.#legend = new Legend(this.panel.legend, () => {
      if (this.#view) this.update(this.#view);
    });
    this.#table = new DataTable({
      caption: title,
      className: 'steps',
      columns: [
        {
          key: 'bucket',
          title: t('Time'),
          className: 'time',
          draw: (cell, bar) => {
            cell.textContent = `${this.#name(bar)} ms`;
          },
        },
        {
          key: 'count',
          title: t('Handler time'),
          className: 'number',
          draw: (cell, { count }) => {
            cell.textContent = this.#view?.numbers.count(count) ?? '';
          },
        },
        {
          key: 'delayed',
          title: t('Injected delay'),
          className: 'number',
          draw: (cell, { delayed }) => {
            cell.textContent = this.#view?.numbers.count(delayed) ?? '';
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
      setButtonState(button, 'aria-pressed', String(asTable));
    });
    setButtonState(button, 'aria-pressed', 'false');
    const exports = {
      fileName: () => (this.#view ? fileName('distribution', this.#view) : 'distribution'),
      csv: () => this.#rows(),
      picture: () => this.#picture(title),
    };
    this.panel.actions.append(button, exportButton(title, exports, actions));
    this.panel.content.append(this.#plot, this.#tableRegion, this.#foot);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const { distribution, injectedDelay } = view.data;
    const timed = distribution ? histogramCount(distribution) : 0;
    const delayed = injectedDelay ? histogramCount(injectedDelay.distribution) : 0;
    this.panel.note(t('requests per bucket of ms'));
    this.panel.empty(
      timed + delayed > 0 ? null : t('The request log has no handler times in this range.'),
    );
    this.#legend.update(legendItems(view));
    if (timed + delayed === 0) return;
    const bars = latencyBars(distribution, injectedDelay?.distribution ?? null);
    const { numbers, theme } = view;
    const marks = distribution ? quantileMarks(distribution, bars) : [];
    const texts = { bars, marks, theme, count: numbers.count, plain: numbers.plain };
    this.#texts = texts;
    this.#drawing.draw(
      widened(distributionChart(view, bars)),
      theme,
      () => [distributionPlugin(() => this.#texts ?? texts)],
      (dataset) => this.#legend.isDrawn(dataset),
    );
    this.#table.show(bars);
    setText(this.#foot, averageText(view));
    setAttribute(
      this.#drawing.canvas,
      'aria-label',
      t('Latency distribution: {0}', [...this.#spoken(bars)].join(', ')),
    );
  }

  *#spoken(bars: readonly LatencyBar[]): Iterable<string> {
    const count = this.#view?.numbers.count ?? String;
    for (const bar of bars) {
      if (bar.count > 0) yield `${this.#name(bar)} ms ${count(bar.count)}`;
    }
    for (const bar of bars) {
      if (bar.delayed > 0) yield t('delayed {0} ms {1}', this.#name(bar), count(bar.delayed));
    }
  }

  #picture(title: string): Picture | null {
    const [view, texts] = [this.#view, this.#texts];
    if (!view || !texts) return null;
    return {
      title,
      note: t('requests per bucket of ms'),
      facts: shownTexts(view),
      legend: this.#legend.drawn(legendItems(view)),
      configuration: {
        ...widened(distributionChart(view, texts.bars)),
        plugins: [distributionPlugin(() => texts)],
      },
      theme: view.theme,
    };
  }

  #name(bar: LatencyBar): string {
    return barName(bar, this.#view?.numbers.plain ?? String);
  }

  #rows(): Rows {
    const bars = this.#texts?.bars ?? [];
    return [
      ['Over, ms', 'Up to, ms', 'Handler time, requests', 'Injected delay, requests'],
      ...bars.map(({ above, to, count, delayed }) => [
        above,
        to === Infinity ? null : to,
        count,
        delayed,
      ]),
    ];
  }
}

function legendItems(view: DashboardView): readonly LegendItem[] {
  const { distribution, injectedDelay } = view.data;
  const timed = distribution ? histogramCount(distribution) : 0;
  const delayed = injectedDelay ? histogramCount(injectedDelay.distribution) : 0;
  return [
    legendItem(view, t('Handler time'), timed, 'handler-time'),
    legendItem(view, t('Injected delay'), delayed, 'injected-delay'),
  ];
}

function legendItem(
  view: DashboardView,
  name: string,
  count: number,
  className: string,
): LegendItem {
  return {
    name,
    value: view.numbers.count(count),
    key: () => squareKey(className),
    shown: count > 0,
  };
}

/** What a request took on average, and of what that is made. */
function averageText({ data, numbers }: DashboardView): string {
  const { distribution, injectedDelay: delay } = data;
  const count = distribution ? histogramCount(distribution) : 0;
  const handler = distribution && count > 0 ? distribution.sum / count : null;
  const milliseconds = (value: number): string => joined(numbers.handlerAverage(value));
  const source = t('Handler time is from the request log, in whole milliseconds.');
  const shared = delay?.isShared
    ? t('The server reports injected delay for all methods together.')
    : '';
  const average =
    handler === null
      ? t('Average injected delay {0}.', milliseconds(delay?.average ?? 0))
      : delay === null
        ? t('Average {0}.', milliseconds(handler))
        : t(
            'Average {0} = {1} handler + {2} injected.',
            milliseconds(handler + delay.average),
            milliseconds(handler),
            milliseconds(delay.average),
          );
  return [average, ...(handler === null ? [] : [source]), ...(shared ? [shared] : [])].join(' ');
}
