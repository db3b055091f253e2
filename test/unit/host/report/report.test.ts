import { strict as assert } from 'node:assert';
import { reportHtml } from '../../../../src/host/report/report';
import { dashboard, partly, point } from '../../../support/dashboardData';
import { english } from '../../../../src/sentences/localize';

const evil = '<script>alert(1)</script>';

const threeMinutes = [point(0, 600, 60), partly(point(1, 0), 0), point(2, 10)];

function report(target = 'http://127.0.0.1:9090/metrics', points = threeMinutes): string {
  const data = dashboard(points);
  return reportHtml(
    {
      data: {
        ...data,
        query: {
          ...data.query,
          filter: { protocol: 'http', workspaceId: evil, environment: null, endpoint: null },
        },
        endpoints: {
          total: 1,
          found: 1,
          mostRequests: 610,
          greatestImpact: 0,
          rows: [
            {
              protocol: 'http',
              method: 'GET',
              endpoint: `/api/${evil}`,
              requests: 610,
              errors: 60,
              averageMs: 4.2,
              timed: 610,
              p95: null,
              injected: null,
              statusCodes: [],
              faults: 0,
              change: null,
              perStep: [],
            },
          ],
        },
      },
      target,
      madeAt: Date.UTC(2026, 10, 23, 22, 53),
      locale: 'en',
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
      '<dd>HTTP</dd>',
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
    assert.equal([...html.matchAll(/class="error"/g)].length, 2);
    assert.equal([...html.matchAll(/class="unknown"/g)].length, 3);
  });

  it('has charts of traffic without errors, and of none', () => {
    for (const points of [[point(0, 10)], [point(0, 0)], []]) {
      const html = report(undefined, points);
      assert.equal([...html.matchAll(/<svg [^>]*role="img"/g)].length, 3);
      assert.doesNotMatch(html, /NaN|Infinity/);
    }
  });

  it('labels its axes at round values', () => {
    const [traffic] = /<svg [^>]*aria-label="Requests per step.*?<\/svg>/.exec(report()) ?? [''];
    const labels = [...traffic.matchAll(/text-anchor="end">([^<]*)</g)].map(([, text]) => text);
    assert.deepEqual(labels.slice(0, 4), ['0', '200', '400', '600']);
  });
});
