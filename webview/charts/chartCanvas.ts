import { Chart } from 'chart.js';
import type { ChartConfiguration } from 'chart.js';
import type { ChartTheme } from './chartTheme';
import { element } from '../elements/dom';

const titleHeight = 32;

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

  /** The drawing under its title on the theme's ground, as a data URL; null before there is one. */
  png(title: string): string | null {
    const theme = this.#theme;
    if (!this.#chart || !theme) return null;
    const ratio = window.devicePixelRatio;
    const { width, height } = this.canvas;
    const copy = element('canvas');
    copy.width = width;
    copy.height = height + titleHeight * ratio;
    const ctx = copy.getContext('2d');
    if (!ctx) return null;
    ctx.fillStyle = theme.ground;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.fillStyle = theme.text;
    ctx.font = `600 ${13 * ratio}px ${theme.fontFamily}`;
    ctx.textBaseline = 'middle';
    ctx.fillText(title, 16 * ratio, (titleHeight / 2) * ratio);
    ctx.drawImage(this.canvas, 0, titleHeight * ratio);
    return copy.toDataURL('image/png');
  }
}
