import assert from 'node:assert/strict';
import fc from 'fast-check';
import { verificationOutcome } from '../../../src/sentences/verificationText';
import { joined, noBreak, numberFormat } from '../../../src/domain/numberFormat';
import type { NumberFormat } from '../../../src/domain/numberFormat';
import { escapeHtml } from '../../../src/domain/html';
import { reportHtml } from '../../../src/report/report';
import { statusBarContent } from '../../../src/host/statusBarContent';
import { endpointText } from '../../../src/host/tree/endpointText';
import type { DashboardData } from '../../../src/protocol/dashboardData';
import { cardKinds } from '../../../webview/panels/cardKinds';
import { english } from '../../../src/sentences/localize';
import { everythingOn } from '../../support/everythingOn';
import { dashboard, point, view } from './dashboards';

interface Traffic {
  readonly requests: number;
  readonly errors: number;
  readonly coveredSeconds: number;
  readonly averageMs: number;
  readonly p95: { value: number; bucket: [number, number]; above: boolean };
  readonly bytes: number;
}

/** Any traffic, and often such as was rounded here one way and there another. */
const anyTraffic: fc.Arbitrary<Traffic> = fc
  .record({
    requests: fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 2 ** 40 })),
    part: fc.oneof(
      fc.constantFrom(0, 0.0008, 0.9996, 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    coveredSeconds: fc.integer({ min: 1, max: 400 * 86_400 }),
    averageMs: fc.oneof(
      fc.constantFrom(0, 0.5, 0.999, 999.6),
      fc.double({ min: 0, max: 1e5, noNaN: true }),
    ),
    above: fc.boolean(),
    bytes: fc.oneof(fc.constantFrom(999, 1000, 999_960), fc.integer({ min: 0, max: 2 ** 45 })),
  })
  .map(({ requests, part, coveredSeconds, averageMs, above, bytes }) => ({
    requests,
    errors: Math.round(requests * part),
    coveredSeconds,
    averageMs,
    p95: { value: averageMs, bucket: [averageMs / 2, averageMs * 2], above },
    bytes,
  }));

const anyLocale = fc.constantFrom('en', 'de', 'fr', 'ar-EG');

/** Holds for any traffic in any locale. */
function everywhere(
  holds: (traffic: Traffic, numbers: NumberFormat, locale: string) => void,
): void {
  fc.assert(
    fc.property(anyTraffic, anyLocale, (traffic, locale) => {
      holds(traffic, numberFormat(locale), locale);
    }),
  );
}

function dashboardOf({ bytes, averageMs, ...traffic }: Traffic): DashboardData {
  const empty = dashboard([point(0, traffic.requests)]);
  const endpoint = {
    ...({ protocol: 'http', method: 'GET', endpoint: '/users' } as const),
    ...{
      timed: 1,
      injected: null,
      statusCodes: [],
      faults: 0,
      change: null,
      difference: null,
      perStep: [],
    },
    ...{ requests: traffic.requests, errors: traffic.errors, averageMs, p95: traffic.p95 },
  };
  return {
    ...empty,
    summary: { ...empty.summary, ...traffic, bytesSent: bytes },
    endpoints: { ...empty.endpoints, total: 1, found: 1, rows: [endpoint] },
  };
}

describe('a number is written alike', () => {
  it('in the status bar', () => {
    everywhere((traffic, numbers, locale) => {
      const { requests, errors, coveredSeconds, p95, bytes } = traffic;
      const { text, tooltip } = statusBarContent(
        {
          ...{
            status: everythingOn,
            summary: { requests, errors, coveredSeconds, p95 },
            databaseBytes: bytes,
            ...{ teamStore: null, staleSince: null },
          },
          ...{ server: null, errorRateThresholdPercent: 5, notice: null, running: [], alerts: [] },
        },
        locale,
        english,
      );
      const rate = numbers.steadyPerSecond(requests / coveredSeconds).value;
      assert.equal(text, `${joined(numbers.steadyPercent(errors / requests))} err · ${rate} req/s`);
      const rows = tooltip.flatMap((part) => ('rows' in part ? part.rows : []));
      assert.deepEqual(
        rows.map(([, value]) => value).filter((_, i) => i !== 3),
        [
          numbers.count(requests),
          numbers.count(errors),
          joined(numbers.quantile(p95)),
          joined(numbers.bytes(bytes)),
        ],
      );
    });
  });

  it('in the trees', () => {
    everywhere((traffic, numbers, locale) => {
      const [row] = dashboardOf(traffic).endpoints.rows;
      assert.ok(row);
      const { description, tooltip } = endpointText(row, locale, english);
      const share = joined(numbers.percent(traffic.errors / traffic.requests));
      const p95 = joined(numbers.handlerQuantile(traffic.p95));
      assert.equal(description, `${numbers.count(traffic.requests)} · ${share} · p95 ${p95}`);
      assert.deepEqual(
        tooltip.flatMap((part) => ('rows' in part ? part.rows.map(([, value]) => value) : [])),
        [
          numbers.count(traffic.requests),
          `${numbers.count(traffic.errors)} (${share})`,
          joined(numbers.handlerAverage(traffic.averageMs)),
          p95,
          joined(numbers.milliseconds(traffic.requests * traffic.averageMs)),
        ],
      );
    });
  });

  it('in a report', () => {
    everywhere((traffic, numbers, locale) => {
      const facts = {
        data: dashboardOf(traffic),
        ...{ target: 'x', errorRateThreshold: 0.05, madeAt: 0, locale, additions: [] },
      };
      const html = reportHtml(facts, english);
      const share = joined(numbers.percent(traffic.errors / traffic.requests));
      const cards = [
        numbers.count(traffic.requests),
        joined(numbers.perSecond(traffic.requests / traffic.coveredSeconds)),
        share,
        joined(numbers.quantile(traffic.p95)),
        `≥ ${joined(numbers.bytes(traffic.bytes))}`,
      ];
      for (const text of cards) assert.ok(html.includes(`<dd>${escapeHtml(text)}</dd>`), text);
      const cells = [
        numbers.count(traffic.requests),
        share,
        joined(numbers.handlerAverage(traffic.averageMs)),
        joined(numbers.handlerQuantile(traffic.p95)),
      ];
      for (const text of cells) assert.ok(html.includes(`>${escapeHtml(text)}</td>`), text);
    });
  });

  it('on the dashboard', () => {
    everywhere((traffic, numbers) => {
      const shown = {
        ...view(dashboardOf(traffic)),
        numbers,
        status: everythingOn,
        search: '',
        source: '',
      };
      const value = (name: string): unknown =>
        cardKinds.find((kind) => kind.name === name)?.content(shown).value;
      const bytes = numbers.bytes(traffic.bytes);
      assert.deepEqual(value('requests'), { value: numbers.count(traffic.requests), unit: '' });
      assert.deepEqual(value('rate'), numbers.perSecond(traffic.requests / traffic.coveredSeconds));
      assert.deepEqual(value('errors'), numbers.percent(traffic.errors / traffic.requests));
      assert.deepEqual(value('p95'), numbers.quantile(traffic.p95));
      assert.deepEqual(value('bytes'), { ...bytes, value: `≥${noBreak}${bytes.value}` });
    });
  });

  it('in the outcome of a verification', () => {
    everywhere(({ requests }, numbers, locale) => {
      const cell = { protocol: 'http', method: 'GET', status: 200, uncollected: 0 } as const;
      const verified = {
        cells: [{ ...cell, stored: requests, counted: requests }],
        ...{ lastScrapeAt: 0, from: 0, logOnly: 0, spread: 0, unplaced: 0 },
        ...{ seriesAnomalies: 0, clockSteps: 0 },
      };
      const { summary } = verificationOutcome(verified, english, locale);
      const shown = requests === 1 ? '1' : numbers.count(requests);
      assert.ok(summary.includes(` ${shown} request`), summary);
    });
  });
});
