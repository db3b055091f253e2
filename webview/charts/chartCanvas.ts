import { Chart } from 'chart.js';
import type { ChartConfiguration } from 'chart.js';
import type { ChartTheme } from './chartTheme';
import { element } from '../elements/dom';

/** A canvas with a chart that is updated in place. */
export class ChartCanvas {
  readonly canvas = element('canvas', { role: 'img', tabindex: '0' });
  #chart: Chart | undefined;
  #theme: ChartTheme | undefined;

  get chart(): Chart | undefined {
    return this.#chart;
  }

  /** Draws a configuration; `isDrawn` says which of its datasets. */
  draw(
    next: ChartConfiguration,
    theme: ChartTheme,
    plugins: () => NonNullable<ChartConfiguration['plugins']>,
    isDrawn: (dataset: number) => boolean = () => true,
  ): void {
    // Chart.js keeps the colours that its bars share, so a new theme needs a new chart; new data do not.
    if (this.#chart && this.#theme !== theme) {
      this.#chart.destroy();
      this.#chart = undefined;
    }
    this.#theme = theme;
    for (const [i, dataset] of next.data.datasets.entries()) dataset.hidden = !isDrawn(i);
    if (!this.#chart) {
      this.#chart = new Chart(this.canvas, { ...next, plugins: plugins() });
      return;
    }
    for (const [i, dataset] of next.data.datasets.entries()) {
      Object.assign(this.#chart.data.datasets[i] ?? {}, dataset);
      this.#chart.setDatasetVisibility(i, isDrawn(i));
    }
    this.#chart.options = next.options ?? {};
    this.#chart.update('none');
  }
}
