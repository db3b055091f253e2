import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { timeChartOptions } from '../../../../webview/charts/timeChartOptions';
import { dashboard, point, start, view } from '../dashboards';

/** Pixels of a letter of an axis, at least. */
const letterWidth = 5.5;
const day = 24 * 3600;

interface Axis {
  readonly ticks: { readonly callback: (this: object, value: number) => string };
  readonly afterBuildTicks: (scale: object) => void;
}

/** The labels of the axis of times on a chart of so many pixels, each with where it begins and ends. */
function labels(length: number, width: number): { from: number; to: number }[] {
  const shown = view(dashboard([point(0, 1)]));
  const query = { ...shown.data.query, from: start, to: start + length };
  const { scales } = timeChartOptions(
    { ...shown, data: { ...shown.data, query } },
    { type: 'linear', min: 0, max: 1, ticks: [0, 1], label: String },
  );
  const axis = scales?.['x'] as unknown as Axis;
  const scale = { min: start, max: start + length, width, ticks: new Array<{ value: number }>() };
  axis.afterBuildTicks(scale);
  return scale.ticks.flatMap(({ value }) => {
    const label = axis.ticks.callback.call(scale, value);
    const half = (label.length * letterWidth) / 2;
    const at = ((value - start) / length) * width;
    return label === '' ? [] : [{ from: at - half, to: at + half }];
  });
}

describe('the axis of times', () => {
  it('writes some labels, none of which touches the next, whatever it shows and however narrow it is', () => {
    const lengths = fc.constantFrom(
      900,
      3600,
      6 * 3600,
      day,
      7 * day,
      30 * day,
      90 * day,
      365 * day,
    );
    fc.assert(
      fc.property(lengths, fc.integer({ min: 200, max: 1800 }), (length, width) => {
        const written = labels(length, width);
        ok(written.length > 0);
        for (const [i, { from }] of written.entries()) ok(from > (written[i - 1]?.to ?? -Infinity));
      }),
    );
  });
});
