import assert from 'node:assert/strict';
import type { Histogram } from '../../../../src/domain/histogram';
import {
  barEnd,
  barName,
  latencyBars,
  quantileMarks,
} from '../../../../webview/charts/distributionChart';

const bounds = [0, 1, 2, 3, 4, 5, 6, 8, 20, 24, 26, 12_000];
const histogram = (counts: Readonly<Record<number, number>>): Histogram => ({
  bounds,
  counts: Array.from({ length: bounds.length + 1 }, (_, i) => counts[i] ?? 0),
  sum: 0,
});

describe('latencyBars', () => {
  it('adds the log’s narrow buckets up, none lost', () => {
    const counts = { 0: 3, 1: 4, 2: 1, 6: 2, 7: 1, 9: 5, 10: 1 };
    const bars = latencyBars(histogram(counts), null);
    assert.deepEqual(
      bars.filter(({ count }) => count > 0).map(({ above, to, count }) => [above, to, count]),
      [
        [0, 1, 7],
        [1, 2, 1],
        [5, 10, 3],
        [10, 25, 5],
        [25, 50, 1],
      ],
    );
  });

  it('keeps what is slower than every bound in a bar of its own', () => {
    const bars = latencyBars(histogram({ 11: 2, 12: 1 }), null);
    assert.deepEqual(bars.at(-1), { above: 10_000, to: Infinity, count: 3, delayed: 0 });
    assert.deepEqual(
      bars.slice(-2).map((bar) => [barName(bar, String), barEnd(bar, String)]),
      [
        ['5k–10k', '10k'],
        ['> 10k', '>10k'],
      ],
    );
    assert.deepEqual(
      quantileMarks(histogram({ 12: 1 }), bars).map(({ bar }) => bar),
      [bars.length - 1, bars.length - 1, bars.length - 1],
    );
  });

  it('has a bar wherever there is a handler time or a delay', () => {
    const delay = { bounds: [100, 250], counts: [0, 7, 1], sum: 0 };
    const bars = latencyBars(histogram({ 1: 4 }), delay);
    assert.deepEqual(
      bars.flatMap(({ to, count, delayed }) => (count + delayed > 0 ? [[to, count, delayed]] : [])),
      [
        [1, 4, 0],
        [250, 0, 7],
        [Infinity, 0, 1],
      ],
    );
  });

  it('has eight bars even when all is fast', () => {
    assert.deepEqual(
      latencyBars(histogram({ 1: 9 }), null).map(({ to }) => to),
      [1, 2, 3, 4, 5, 10, 25, 50],
    );
  });
});

describe('barName', () => {
  it('writes whole milliseconds and ranges', () => {
    assert.deepEqual(
      [
        { above: 2, to: 3, count: 0, delayed: 0 },
        { above: 5, to: 10, count: 0, delayed: 0 },
        { above: 1000, to: 2500, count: 0, delayed: 0 },
      ].map((bar) => barName(bar, String)),
      ['3', '5–10', '1k–2.5k'],
    );
  });
});
