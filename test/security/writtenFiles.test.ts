import { strict as assert } from 'node:assert';
import { parse } from 'csv-parse/sync';
import { byteOrderMark, csvText } from '../../src/domain/csv';
import { marked } from 'marked';
import { reportHtml, reportMarkdown } from '../../src/report/report';
import type { ReportFacts } from '../../src/report/reportFacts';
import type { DashboardData } from '../../src/protocol/dashboardData';
import { dashboard, point } from '../support/dashboardData';
import { english } from '../../src/sentences/localize';
import { hostileStrings } from './hostileStrings';

describe('hostile texts in a CSV file', () => {
  const file = byteOrderMark + csvText(hostileStrings.map((text) => ['before', text, 'after']));
  const rows: string[][] = parse(Buffer.from(file), { bom: true, record_delimiter: '\r\n' });

  it('stay in their cells', () => {
    assert.equal(rows.length, hostileStrings.length);
    for (const row of rows) assert.deepEqual([row.length, row[0], row[2]], [3, 'before', 'after']);
  });

  it('are no formulas', () => {
    const cells = rows.map(([, cell = '']) => cell);
    // A negative number is worth what it says.
    const others = cells.filter((cell) => !/^-\d+(\.\d+)?$/.test(cell));
    for (const cell of others) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/);
  });
});

describe('hostile texts in a report', () => {
  it('are no markup of HTML', () => {
    const page = (text: string): string[] => elementsOf(reportHtml(factsOf(text), english));
    for (const text of hostileStrings) assert.deepEqual(page(text), page('harmless'), text);
  });

  it('are no markup, mentions or links of Markdown', () => {
    const page = (text: string): string[] =>
      elementsOf(marked.parse(reportMarkdown(factsOf(text), english), { async: false })).filter(
        (element) => !/^<\/?code>$/.test(element),
      );
    for (const text of [...hostileStrings, '@team', 'https://a.example', '#12', '- [ ] a']) {
      assert.deepEqual(page(text), page('harmless'), text);
    }
  });
});

/** Names of the elements of a page and of their attributes, in order. */
function elementsOf(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, ''));
}

function factsOf(text: string): ReportFacts {
  const name = { protocol: 'http', method: text, endpoint: text } as const;
  const data: DashboardData = {
    ...dashboard([point(0, 600, 60)]),
    endpoints: {
      ...{ total: 1, found: 1, mostRequests: 1, greatestImpact: 0 },
      rows: [
        {
          ...{ ...name, requests: 1, errors: 0, averageMs: null, timed: 0, p95: null },
          ...{
            injected: null,
            statusCodes: [],
            faults: 0,
            change: null,
            difference: null,
            perStep: [],
          },
        },
      ],
    },
    notFound: [{ ...name, count: 1, paths: null }],
  };
  const { query } = data;
  const endpointPage = { ...query.endpointPage, search: `search ${text}` };
  const filter = { conditions: [], workspaceId: text, environment: text, endpoint: name };
  const facts = {
    target: `/files/${text}`,
    ...{ errorRateThreshold: 0.05, madeAt: Date.UTC(2026, 10, 23), locale: 'en' },
  };
  return { ...facts, additions: [], data: { ...data, query: { ...query, endpointPage, filter } } };
}
