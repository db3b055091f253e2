import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Condition } from '../../../src/domain/condition';
import type { CommitBatch } from '../../../src/domain/commitBatch';
import { numberFormat } from '../../../src/domain/numberFormat';
import { reportHtml } from '../../../src/report/report';
import type { DashboardData, DashboardQuery } from '../../../src/protocol/dashboardData';
import { wholeTraffic } from '../../../src/protocol/dashboardState';
import {
  codelessErrorsText,
  countedWholeText,
  noneListedText,
  unlistedText,
} from '../../../src/protocol/errorTotalsText';
import { english } from '../../../src/sentences/localize';
import { dashboard, point } from '../../support/dashboardData';
import {
  batchOf,
  coverageOf,
  errorOf,
  minuteOf,
  monday,
  queryOf,
  rowOf,
} from '../store/support/batches';
import { newDatabases } from '../store/support/databases';

const numbers = numberFormat('en');

/** What stands beside each of the numbers that are not alike. */
function saidOf(data: DashboardData): Readonly<Record<string, string>> {
  const said = {
    listed: unlistedText(data, numbers, english),
    none: noneListedText(data, numbers, english),
    whole: countedWholeText(data, english),
    codes: codelessErrorsText(data, numbers, english),
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  );
}

/** The three totals of errors that one page has. */
function totalsOf({ summary, errorTotals, statusCodes }: DashboardData): readonly number[] {
  const coded = statusCodes.filter(({ code }) => code >= 400);
  const sum = coded.reduce((total, { requests }) => total + requests, 0);
  return [summary.errors, errorTotals.count, sum];
}

function reportOf(data: DashboardData): string {
  const facts = { target: 'x', errorRateThreshold: 0.05, madeAt: 0, locale: 'en', additions: [] };
  return reportHtml({ ...facts, data }, english);
}

describe('the totals of errors on one page', () => {
  const newDatabase = newDatabases();

  async function read(
    parts: Partial<CommitBatch>,
    query: Partial<DashboardQuery> = {},
  ): Promise<DashboardData> {
    const database = await newDatabase();
    const events = [coverageOf(monday, monday + 3600)];
    const committedAt = (monday + 7200) * 1000;
    await database.commit(batchOf(1, { events, committedAt, ...parts }));
    return database.dashboard(queryOf(query));
  }

  const failing = (errorCount: number, parts: Parameters<typeof rowOf>[0] = {}) =>
    rowOf({ statusCode: 500, requestCount: errorCount, errorCount, ...parts });

  function withStatus(code: number): Partial<DashboardQuery> {
    const condition: Condition = { kind: 'status', isExcluded: false, code };
    return { filter: { ...wholeTraffic, conditions: [condition] } };
  }

  it('agree, and nothing is said', async () => {
    const data = await read({
      minutes: [minuteOf(monday, { rows: [rowOf(), failing(2)] })],
      errors: [errorOf(), errorOf()],
    });
    deepEqual(totalsOf(data), [2, 2, 2]);
    deepEqual(saidOf(data), {});
  });

  it('say why each is another than the error rate has', async () => {
    const rows = [
      ...[rowOf(), failing(5), failing(2, { endpoint: '/nope', statusCode: 400 })],
      failing(3, { protocol: 'grpc', method: 'Call', endpoint: 'shop.Cart', statusCode: 14 }),
      failing(1, { protocol: 'graphql', method: 'query', endpoint: '/graphql', statusCode: 302 }),
    ];
    const data = await read({
      minutes: [minuteOf(monday, { rows })],
      errors: [
        ...Array.from({ length: 4 }, () => errorOf()),
        errorOf({ endpoint: '/nope', statusCode: 400, errorType: 'bad_request' }),
      ],
    });
    deepEqual(totalsOf(data), [11, 5, 7]);
    deepEqual(saidOf(data), {
      listed: '6 more were counted and are not listed',
      codes: 'and 4 errors without an HTTP error code',
    });
    const html = reportOf(data);
    for (const text of Object.values(saidOf(data))) ok(html.includes(`>${text}</p>`), text);
  });

  it('say that none of the counted ones is listed', async () => {
    const data = await read({ minutes: [minuteOf(monday, { rows: [failing(3)] })] });
    equal(saidOf(data)['none'], '3 errors were counted, and none of them is listed.');
    const html = reportOf(data);
    ok(html.includes('>3 errors were counted, and none of them is listed.</p>'));
    const quiet = await read({ minutes: [minuteOf(monday, { rows: [rowOf()] })] });
    deepEqual(saidOf(quiet), {});
  });

  it('say that what is listed was counted in the minute after the range', async () => {
    const parts = {
      minutes: [
        minuteOf(monday, { rows: [failing(1)] }),
        minuteOf(monday + 60, { rows: [failing(2)] }),
      ],
      errors: [errorOf(), errorOf({ timestamp: monday + 59 }), errorOf({ timestamp: monday + 61 })],
    };
    const data = await read(parts, { to: monday + 60 });
    deepEqual(totalsOf(data), [1, 2, 1]);
    deepEqual(saidOf(data), { listed: '1 of them counted just outside the range' });
    deepEqual(saidOf(await read(parts)), {});
  });

  it('say that faults with several codes are listed under each', async () => {
    const metadata = { fault: 'http_error', count: 5, statuses: '500 503' };
    const parts = {
      minutes: [minuteOf(monday, { rows: [failing(3), failing(2, { statusCode: 503 })] })],
      errors: [errorOf({ statusCode: null, metadata })],
    };
    deepEqual(saidOf(await read(parts)), {});
    const data = await read(parts, withStatus(503));
    deepEqual(totalsOf(data), [2, 5, 2]);
    deepEqual(saidOf(data), { whole: 'injected faults with several codes count whole' });
  });

  it('say that faults of all methods are listed under each', async () => {
    const metadata = { fault: 'http_error', count: 5 };
    const parts = {
      minutes: [minuteOf(monday, { rows: [failing(3), failing(2, { method: 'POST' })] })],
      errors: [errorOf({ method: null, metadata })],
    };
    deepEqual(saidOf(await read(parts)), {});
    const endpoint = { protocol: 'http', method: 'POST', endpoint: '/api/users' } as const;
    const data = await read(parts, { filter: { ...wholeTraffic, endpoint } });
    deepEqual(totalsOf(data), [2, 5, 2]);
    deepEqual(saidOf(data), { whole: 'injected faults of all methods count whole' });
  });

  it('differ by the number that is said, whatever they are', () => {
    const count = fc.nat(5000);
    fc.assert(
      fc.property(count, count, count, (counted, listed, coded) => {
        const data: DashboardData = {
          ...dashboard([point(0, counted, counted)]),
          errorTotals: { count: listed, groups: 1 },
          statusCodes: [{ code: 500, requests: Math.min(coded, counted) }],
        };
        const { listed: text = '', codes = '' } = saidOf(data);
        const said = (words: string): number =>
          Number(/[\d,]+/.exec(words)?.[0].replaceAll(',', '') ?? 0);
        equal(listed + (text.includes('outside') ? -said(text) : said(text)), counted);
        equal(Math.min(coded, counted) + said(codes), counted);
      }),
    );
  });
});
