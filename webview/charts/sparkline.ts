import { sparkDot, sparkRuns } from './sparkRuns';
import type { SparkLayout } from './sparkRuns';
import { svgElement } from '../elements/dom';

interface SparkOptions extends SparkLayout {
  /** Fill the area under the line. */
  readonly area: boolean;
}

/** A series without axes; decoration, its numbers stand beside it. Null breaks the line. */
export function sparkline(
  values: readonly (number | null)[],
  options: SparkOptions,
): SVGSVGElement {
  const { width, height } = options;
  const runs = sparkRuns(values, options);
  const svg = svgElement('svg', {
    class: 'spark',
    viewBox: `0 0 ${width.toString()} ${height.toString()}`,
    width,
    height,
    'aria-hidden': 'true',
  });
  for (const run of runs) {
    const points = run.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    const [first, last] = [run[0], run.at(-1)];
    if (options.area && first && last) {
      const bottom = height.toString();
      svg.append(
        svgElement('polygon', {
          class: 'spark-area',
          points: `${first[0].toFixed(1)},${bottom} ${points} ${last[0].toFixed(1)},${bottom}`,
        }),
      );
    }
    svg.append(svgElement('polyline', { class: 'spark-line', points }));
  }
  const end = runs.at(-1)?.at(-1);
  if (end)
    svg.append(svgElement('circle', { class: 'spark-dot', cx: end[0], cy: end[1], r: sparkDot }));
  return svg;
}
