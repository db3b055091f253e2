import { isLogarithmic, perStep } from '../../../../src/protocol/chartValues';
import assert from 'node:assert/strict';
import { errorRateChart } from '../../../../webview/charts/errorRateChart';
import { latencyChart } from '../../../../webview/charts/latencyChart';
import { markRadii } from '../../../../webview/charts/plugins/lineMarksPlugin';
import { layout } from '../../../../webview/charts/timeChartOptions';
import { axisUnit, trafficChart } from '../../../../webview/charts/trafficChart';
import { dashboard, partly, point, start, view } from '../dashboards';

/** Calls an option that Chart.js would call while it fits or labels an axis. */
function callOption(axis: unknown, name: string, argument: unknown): unknown {
  const option = (axis as Record<string, unknown>)[name];
  assert.equal(typeof option, 'function');
  return (option as (argument: unknown) => unknown)(argument);
}

describe('trafficChart', () => {
  const points = [point(0, 600, 60), point(1, 100), partly(point(2, 20), 15)];
  const chart = trafficChart(view(dashboard(points)));

  it('stacks the status classes', () => {
    assert.deepEqual(
      chart.data.datasets.map(({ label, data }) => [label, data.map(({ y }) => y)]),
      [
        ['2xx', [540, 100, 20]],
        ['3xx', []],
        ['4xx', [60, 0, 0]],
        ['5xx', []],
        ['other', []],
      ],
    );
    assert.equal(chart.options?.scales?.['y']?.stacked, true);
  });

  it('ends the last bar with its data', () => {
    assert.deepEqual(chart.data.datasets[0]?.data[2], {
      x: start + 127.5,
      y: 20,
      from: start + 120,
      to: start + 135,
    });
  });

  it('keeps still, listens to nothing and shares the gutter', () => {
    const { options } = chart;
    assert.equal(options?.animation, false);
    assert.deepEqual(options.events, []);
    const scale = { width: 0 };
    callOption(options.scales?.['y'], 'afterFit', scale);
    assert.equal(scale.width, layout.gutter);
  });

  it('writes the unit beside the highest tick only', () => {
    const ticks = (chart.options?.scales?.['y'] as { ticks: unknown }).ticks;
    assert.equal(callOption(ticks, 'callback', 600), '600/min');
    assert.equal(callOption(ticks, 'callback', 200), '200');
  });

  it('outlines its bars in high contrast', () => {
    const plain = trafficChart(view(dashboard(points))).data.datasets[0];
    const contrast = trafficChart(view(dashboard(points), true)).data.datasets[0];
    assert.deepEqual([plain?.borderWidth, contrast?.borderWidth], [0, 1]);
  });
});

describe('perStep', () => {
  it('names the step', () => {
    assert.deepEqual([60, 300, 3600, 21_600, 86_400, 604_800, 1_209_600].map(perStep), [
      '/min',
      '/5 min',
      '/h',
      '/6 h',
      '/day',
      '/week',
      '/2 weeks',
    ]);
  });
});

describe('axisUnit', () => {
  it('leaves to the title what is too long for the gutter', () => {
    assert.deepEqual([60, 1200, 3600].map(axisUnit), ['/min', '', '/h']);
  });
});

describe('markRadii', () => {
  it('marks the last known point, and points without neighbours', () => {
    assert.deepEqual(markRadii([true, false, true, true, false]), [2, 0, 0, 3.5, 0]);
    assert.deepEqual(markRadii([false, false]), [0, 0]);
  });
});

describe('latencyChart', () => {
  it('has a line a percentile and breaks it where nothing was measured', () => {
    const chart = latencyChart(view(dashboard([point(0, 5), point(1, 0), point(2, 5)])));
    assert.deepEqual(
      chart.data.datasets.map(({ label, data }) => [label, data.map(({ y }) => y)]),
      [
        ['p50', [10, Number.NaN, 10]],
        ['p95', [20, Number.NaN, 20]],
        ['p99', [30, Number.NaN, 30]],
        ['compared', []],
      ],
    );
  });

  it('is logarithmic when its values are far apart', () => {
    const near = [point(0, 5, 0, 10), point(1, 5, 0, 60)];
    const far = [point(0, 5, 0, 10), point(1, 5, 0, 70)];
    assert.equal(isLogarithmic(dashboard(near)), false);
    assert.equal(isLogarithmic(dashboard(far)), true);
    assert.equal(latencyChart(view(dashboard(near))).options?.scales?.['y']?.type, 'linear');
    assert.equal(latencyChart(view(dashboard(far))).options?.scales?.['y']?.type, 'logarithmic');
  });

  it('tells its lines apart by dashes in high contrast', () => {
    const dashes = latencyChart(view(dashboard([point(0, 5)]), true)).data.datasets.map(
      (dataset) => dataset.borderDash,
    );
    assert.deepEqual(dashes, [[], [7, 3], [2, 2], [4, 3]]);
  });

  it('begins its axis at 0 where nothing was measured', () => {
    assert.equal(latencyChart(view(dashboard([point(0, 0)]))).options?.scales?.['y']?.min, 0);
  });
});

describe('errorRateChart', () => {
  const chart = errorRateChart(view(dashboard([point(0, 100, 10), point(1, 0), point(2, 50)])));

  it('draws shares, and nothing where there were no requests', () => {
    assert.deepEqual(
      chart.data.datasets[0]?.data.map(({ y }) => y),
      [0.1, Number.NaN, 0],
    );
  });

  it('draws the threshold dotted over the whole range, and always inside', () => {
    const { data, borderDash } = chart.data.datasets[2] ?? {};
    assert.deepEqual(data, [
      { x: start, y: 0.05 },
      { x: start + 180, y: 0.05 },
    ]);
    assert.deepEqual(borderDash, [1, 3]);
    const calm = errorRateChart(view(dashboard([point(0, 100)])));
    assert.ok(Number(calm.options?.scales?.['y']?.max) > 0.05);
  });

  it('labels its axis in percent', () => {
    const ticks = (chart.options?.scales?.['y'] as { ticks: unknown }).ticks;
    assert.equal(callOption(ticks, 'callback', 0.1), '10%');
  });
});
