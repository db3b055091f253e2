import { strict as assert } from 'node:assert';
import type { Condition } from '../../../src/domain/condition';
import { reportHtml, reportJson } from '../../../src/report/report';
import { wholeTraffic } from '../../../src/protocol/dashboardState';
import { noBreak } from '../../../src/domain/numberFormat';
import { timeFormat } from '../../../src/domain/timeFormat';
import type { DashboardData, EndpointRow } from '../../../src/protocol/dashboardData';
import { dashboard, event, partly, point, quantileOf, start } from '../../support/dashboardData';
import { english } from '../../../src/sentences/localize';

const evil = '<script>alert(1)</script>';

const facts = {
  target: 'http://127.0.0.1:9090/metrics',
  errorRateThreshold: 0.05,
  madeAt: start * 1000,
  locale: 'en',
  additions: [],
};

const row: EndpointRow = {
  ...({ protocol: 'http', method: 'GET', endpoint: '/api/users', requests: 610 } as const),
  ...{ errors: 60, averageMs: 4.2, timed: 610, p95: null, injected: null, statusCodes: [] },
  ...{ faults: 0, change: null, difference: null, perStep: [] },
};

const threeMinutes = [point(0, 600, 60), partly(point(1, 0), 0), point(2, 10)];

function report(target = facts.target, points = threeMinutes): string {
  const data = dashboard(points);
  return reportHtml(
    {
      data: {
        ...data,
        query: {
          ...data.query,
          filter: {
            conditions: [{ kind: 'protocol', isExcluded: true, protocol: 'grpc' }],
            workspaceId: evil,
            environment: null,
            endpoint: null,
          },
        },
        endpoints: {
          total: 1,
          found: 1,
          mostRequests: 610,
          greatestImpact: 0,
          rows: [{ ...row, endpoint: `/api/${evil}` }],
        },
      },
      ...facts,
      target,
      madeAt: Date.UTC(2026, 10, 23, 22, 53),
    },
    english,
  );
}

describe('reportHtml', () => {
  it('needs no network and no script', () => {
    const html = report();
    assert.doesNotMatch(html, /<script|<link|<img|src=|url\(|href=/);
    assert.match(html, /default-src 'none'/);
    assert.equal([...html.matchAll(/<svg [^>]*role="img"/g)].length, 3);
  });

  it('says in its head what it is of', () => {
    const html = report();
    for (const part of [
      'http://127.0.0.1:9090/metrics',
      '<dt>Period</dt>',
      '<dd>not Protocol gRPC</dd>',
      '&lt;script&gt;',
    ])
      assert.ok(html.includes(part), part);
  });

  it('is named after its server or its file', () => {
    assert.match(report(), /<title>Traffic of 127\.0\.0\.1:9090</);
    assert.match(report('/home/me/friday.sqlite'), /<title>Traffic of friday\.sqlite</);
  });

  it('breaks its lines where nothing is known, and shades the time', () => {
    const html = report();
    // Two parts of the line, and its key.
    assert.equal([...html.matchAll(/class="error"/g)].length, 3);
    assert.equal([...html.matchAll(/class="uncollected"/g)].length, 3);
  });

  it('has charts of traffic without errors, and of none', () => {
    for (const points of [[point(0, 10)], [point(0, 0)], []]) {
      const html = report(undefined, points);
      assert.equal([...html.matchAll(/<svg [^>]*role="img"/g)].length, 3);
      assert.doesNotMatch(html, /NaN|Infinity/);
    }
  });

  it('labels its axes at round values', () => {
    const labels = (chart: string): (string | undefined)[] =>
      [...chart.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text);
    assert.deepEqual(labels(chartOf(report(), 'Requests per step')), [
      ...['0', '200', '400', '600'],
      ...['22:00', '22:01', '22:02', '22:03'],
      'not collected',
    ]);
  });

  it('says in its head of when it is, with year and zone', () => {
    const html = report();
    assert.ok(
      html.includes(`<dt>Period</dt><dd>${timeFormat('en').wholeSpan(start, start + 180)}<`),
    );
    assert.match(html, /<dt>Generated<\/dt><dd>2[34] Nov 2026 \d\d:53:00 [\w+:-]+</);
  });

  it('names each series with its last value', () => {
    const html = report();
    for (const key of ['2xx <b>10', '4xx <b>0', 'p95 <b>20 ms', 'Error rate <b>0%']) {
      assert.ok(html.replaceAll(noBreak, ' ').includes(`</svg>${key}</b>`), key);
    }
  });

  it('marks the threshold of the error rate as the dashboard does', () => {
    const chart = chartOf(report(), 'Error rate');
    // 600 requests of which 60 failed: the axis ends above 10 %, the threshold is at 5 %.
    const [, y = ''] = /class="threshold" d="M64 ([\d.]+)H892"/.exec(chart) ?? [];
    const [, tick = ''] = /y="([\d.]+)" text-anchor="end">5%</.exec(chart) ?? [];
    assert.equal(Number(y), Number(tick) - 4);
    assert.ok(report().includes('</svg>Threshold 5%</span>'));
    // Where nothing failed it is drawn, too, and in no other chart.
    const calm = chartOf(report(undefined, [point(0, 10)]), 'Error rate');
    assert.match(calm, /class="threshold"/);
    assert.doesNotMatch(chartOf(report(), 'Latency'), /class="threshold"/);
  });

  it('has the impact of each endpoint as the dashboard words it', () => {
    const impacts = (injected: EndpointRow['injected'], averageMs: number | null): string => {
      const data = dashboard([point(0, 600), point(1, 0)]);
      const endpoints = {
        ...data.endpoints,
        found: 1,
        rows: [{ ...row, requests: 600, averageMs, injected }],
      };
      const html = reportOf({ ...data, endpoints }).replaceAll(noBreak, ' ');
      return (
        /([^>]*)<\/td><\/tr>\n?<\/tbody>/.exec(html.split('<h2>Endpoints')[1] ?? '')?.[1] ?? ''
      );
    };
    assert.equal(impacts(null, 4), '20 ms/s');
    assert.equal(impacts({ averageMs: 6, isShared: false }, 4), '50 ms/s');
    assert.equal(impacts({ averageMs: 6, isShared: true }, null), '≈ 30 ms/s');
    assert.equal(impacts(null, null), '–');
    assert.ok(report().includes('>Impact</th></tr>'));
  });

  it('marks restarts, gaps and moments that the user named', () => {
    const html = reportOf(
      dashboard(threeMinutes, [
        event('server_restart', 10),
        event('server_restart', 11),
        event('gap', 60, 120),
        event('session_mark', 150, 150, { name: 'after the <fix>' }),
        event('session_mark', -60, 90, { name: 'smoke' }),
      ]),
    ).replaceAll(noBreak, ' ');
    for (const title of ['Requests per step', 'Latency', 'Error rate']) {
      const chart = chartOf(html, title);
      assert.equal([...chart.matchAll(/class="moment"/g)].length, 3, title);
      assert.equal([...chart.matchAll(/class="session"/g)].length, 1, title);
      assert.equal([...chart.matchAll(/class="unknown"/g)].length, 1, title);
      for (const label of ['smoke', '2 restarts', 'gap 1 min', 'after the &lt;fix&gt;']) {
        assert.ok(chart.includes(`>${label}</text>`), `${title}: ${label}`);
      }
    }
    assert.ok(html.includes('<dt>Interruptions</dt><dd>2 restarts, 1 gap of 1 min<'));
  });

  it('has a logarithmic axis of latencies where the dashboard has one, and says so', () => {
    const even = reportOf(dashboard([point(0, 10, 0, 10), point(1, 10, 0, 30)]));
    assert.doesNotMatch(even, /log scale/);
    const wide = reportOf(dashboard([point(0, 10, 0, 1), point(1, 10, 0, 1000)]));
    assert.match(wide, /<p class="dim">whole requests, log scale</);
    const [, top = '', bottom = ''] =
      /class="p50" points="[\d.]+,([\d.]+) [\d.]+,([\d.]+)"/.exec(chartOf(wide, 'Latency')) ?? [];
    const ticks = [
      ...chartOf(wide, 'Latency').matchAll(/x="56\.0" y="([\d.]+)" text-anchor="end">([^<]*)</g),
    ];
    assert.deepEqual(
      ticks.map(([, , label]) => label?.replaceAll(noBreak, ' ')),
      ['1 ms', '10 ms', '100 ms', '1 s'],
    );
    // A tenth is as far everywhere, 1 ms stands at its tick, and 1 s at its own.
    const heights = ticks.map(([, y]) => Number(y));
    const steps = heights.slice(1).map((y, i) => ((heights[i] ?? 0) - y).toFixed(0));
    assert.equal(new Set(steps).size, 1);
    assert.equal(Number(top).toFixed(0), (Number(ticks[0]?.[1]) - 4).toFixed(0));
    assert.equal(Number(bottom).toFixed(0), (Number(ticks[3]?.[1]) - 4).toFixed(0));
  });

  it('says how its numbers changed, and over what', () => {
    const side = {
      ...{ coveredSeconds: 120, requests: 1000, errors: 100, bytesSent: 0 },
      ...{ p50: quantileOf(20), p95: null, p99: null, injectedMs: null },
    };
    const data = dashboard(threeMinutes);
    const html = reportOf({
      ...data,
      comparison: {
        ...{ from: start - 180, to: start, grain: 60, now: side, points: threeMinutes },
        ...({ errorRate: 'worse', latency: 'worse' } as const),
        then: { ...side, requests: 800, errors: 8, p50: quantileOf(10) },
      },
    }).replaceAll(noBreak, ' ');
    for (const [name, change, judgement] of [
      ['Requests', '+25.0%, was 800', ''],
      ['Error rate', '+9.0 pp, was 1.0%', 'worse'],
      ['p50', '+100.0%, was 10 ms', 'worse'],
    ] as const) {
      const card = html.split(`<div><dt>${name}</dt>`)[1]?.split('</div>')[0] ?? '';
      assert.ok(card.includes(`<dd class="change ${judgement}">${change}<`), card);
    }
    const before = timeFormat('en').wholeSpan(start - 180, start);
    assert.ok(
      html.includes(`Changes compare with ${before}, over 2 min of 3 min that both periods have.`),
    );
    assert.ok(html.includes('p95 before <b>'));
  });
});

describe('reportJson', () => {
  it('has what the report has, and says of what it is and when it was made', () => {
    const data = dashboard([point(0, 600, 60)]);
    assert.deepEqual(JSON.parse(reportJson({ ...facts, data }, english)), {
      ...{ target: facts.target, generated_at: '2026-11-23T22:00:00.000Z' },
      ...(JSON.parse(JSON.stringify(data)) as object),
    });
  });
});

/** The drawing with a title. */
function chartOf(html: string, title: string): string {
  return new RegExp(`<svg [^>]*aria-label="${title}.*?</svg>`, 's').exec(html)?.[0] ?? '';
}

function reportOf(data: DashboardData): string {
  return reportHtml({ ...facts, data }, english);
}

describe('the report of filtered traffic', () => {
  const status = { kind: 'status', isExcluded: false, code: 500 } as const;
  const client = { kind: 'client', isExcluded: false, userAgent: 'okhttp/4.12.0' } as const;

  function filtered(condition: Condition): DashboardData {
    const data = dashboard([point(0, 10, 10)]);
    const filter = { ...wholeTraffic, conditions: [condition] };
    const counted = condition.kind === 'client' ? 'failed' : 'all';
    return { ...data, counted, query: { ...data.query, filter } };
  }

  function html(condition: Condition): string {
    return reportOf(filtered(condition));
  }

  it('names the filter and says what is not kept by it in place of a chart', () => {
    const text = html(status);
    assert.match(text, /<dt>Filters<\/dt><dd>Status 500<\/dd>/);
    assert.match(text, /Latency is not kept by status code\./);
    assert.equal([...text.matchAll(/<svg [^>]*role="img"/g)].length, 2);
  });

  it('calls failed requests so, where these are counted, and gives no rate of them', () => {
    const text = html(client);
    assert.match(text, /<dt>Failed requests<\/dt><dd>10<\/dd>/);
    assert.match(text, /<dt>Error rate<\/dt><dd>–<\/dd>/);
    assert.match(text, /<h2>Failed requests<\/h2>/);
    assert.match(text, /Only failed requests are kept by client, so there is no rate\./);
  });

  it('says in JSON, too, what follows the filter and what does not', () => {
    const told = JSON.parse(reportJson({ ...facts, data: filtered(client) }, english)) as Record<
      string,
      unknown
    >;
    assert.deepEqual(told['filters'], ['Client okhttp 4.12.0']);
    assert.equal(told['counted'], 'failed');
    const notes = told['notes'] as Record<string, string>;
    assert.equal(notes['traffic'], 'failed requests only');
    assert.equal(notes['days'], 'Daily snapshots are not kept by client.');
    assert.equal(notes['system'], 'whole server');
    assert.equal(notes['errors'], undefined);
  });
});
