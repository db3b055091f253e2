import type { Plugin } from 'chart.js';
import type { ChartTheme } from '../chartTheme';

/** Draws the selected part of the time axis (unix seconds) over the plot: tinted, with full edges. */
export function selectionPlugin(
  selected: () => { readonly from: number; readonly to: number } | null,
  theme: () => ChartTheme,
): Plugin<'bar' | 'line'> {
  return {
    id: 'selection',
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const span = selected();
      const axis = scales['x'];
      if (!span || !axis) return;
      const left = Math.round(axis.getPixelForValue(span.from)) + 0.5;
      // The minute that is under way ends behind the plot.
      const end = Math.min(axis.getPixelForValue(span.to), chartArea.right);
      const right = Math.round(end) - 0.5;
      const { selection, selectionEdge } = theme();
      ctx.save();
      ctx.fillStyle = selection;
      ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
      ctx.strokeStyle = selectionEdge;
      ctx.lineWidth = 1;
      ctx.setLineDash([]);
      ctx.beginPath();
      for (const x of [left, right]) {
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}
