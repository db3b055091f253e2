import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import { distributionChart, latencyBars } from '../../../../webview/charts/distributionChart';
import { errorRateChart } from '../../../../webview/charts/errorRateChart';
import { latencyChart } from '../../../../webview/charts/latencyChart';
import { trafficChart } from '../../../../webview/charts/trafficChart';
import { repositoryRoot } from '../../../support/repository';
import { dashboard, partly, point, view } from '../dashboards';

const folder = join(repositoryRoot(), 'test', 'fixtures', 'charts');

/** Four minutes, one of them unknown, beside four others. */
function compared(): DashboardData {
  const points = [
    point(0, 600, 60),
    partly(point(1, 0), 0),
    point(2, 40, 1, 300),
    partly(point(3, 9), 15),
  ];
  const earlier = [point(0, 500, 5), point(1, 400, 90, 20), point(2, 0), point(3, 80, 8, 40)];
  const side = {
    coveredSeconds: 60,
    requests: 1,
    errors: 0,
    bytesSent: 0,
    p50: null,
    p95: null,
    p99: null,
    injectedMs: null,
  };
  const data = dashboard(points);
  return {
    ...data,
    comparison: {
      ...{ from: 0, to: 240, grain: 60, now: side, then: side, points: earlier },
      ...({ errorRate: 'worse', latency: 'worse' } as const),
    },
  };
}

/** What Chart.js is given, as text; functions by name only, their answers have tests of their own. */
function textOf(configuration: unknown): string {
  const plain = (_key: string, value: unknown): unknown => {
    if (typeof value === 'function') return `function ${value.name}`;
    return typeof value === 'number' && Number.isNaN(value) ? 'NaN' : value;
  };
  return `${JSON.stringify(configuration, plain, 2)}\n`;
}

const distribution = latencyBars(
  { bounds: [1, 2, 10, 30_000], counts: [5, 3, 1, 0, 2], sum: 30 },
  { bounds: [10, 100], counts: [1, 4, 0], sum: 300 },
);

describe('a chart is given', () => {
  const charts: Readonly<Record<string, (highContrast: boolean) => unknown>> = {
    traffic: (highContrast) => trafficChart(view(compared(), highContrast)),
    latency: (highContrast) => latencyChart(view(compared(), highContrast)),
    errorRate: (highContrast) => errorRateChart(view(compared(), highContrast)),
    distribution: (highContrast) => distributionChart(view(compared(), highContrast), distribution),
  };
  for (const [name, chart] of Object.entries(charts)) {
    for (const highContrast of [false, true]) {
      const file = join(folder, `${name}${highContrast ? '-high-contrast' : ''}.json`);
      it(`what was looked at: ${name}${highContrast ? ' in high contrast' : ''}`, () => {
        const text = textOf(chart(highContrast));
        // Run with UPDATE_SNAPSHOTS=1 after having looked at the change.
        if (process.env['UPDATE_SNAPSHOTS'] === '1') {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
        }
        assert.ok(existsSync(file), `${file} is missing`);
        assert.equal(text, readFileSync(file, 'utf8'));
      });
    }
  }
});
