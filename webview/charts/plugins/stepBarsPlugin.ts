import type { Plugin } from 'chart.js';
import type { StepBar } from '../trafficChart';

/** Air between two bars, pixels; thin bars stand without, or stripes would be all one sees. */
const spacing = 2;
const thinBar = 6;

/**
 * Makes each bar reach over its own part of the time axis: Chart.js gives all of them one width, but the step
 * under way is shorter than the others.
 */
export const stepBarsPlugin: Plugin<'bar' | 'line'> = {
  id: 'stepBars',
  beforeDatasetsDraw: (chart) => {
    const time = chart.scales['x'];
    if (!time) return;
    for (const [i, dataset] of chart.data.datasets.entries()) {
      const bars = chart.getDatasetMeta(i).data;
      for (const [step, data] of dataset.data.entries()) {
        const bar = bars[step];
        if (!bar || !isStepBar(data)) continue;
        const left = time.getPixelForValue(data.from);
        const right = time.getPixelForValue(data.to);
        const room = right - left;
        const width = room < thinBar ? room : room - spacing;
        Object.assign(bar, { x: (left + right) / 2, width: Math.max(1, width) });
      }
    }
  },
};

function isStepBar(data: unknown): data is StepBar {
  return typeof data === 'object' && data !== null && 'from' in data && 'to' in data;
}
