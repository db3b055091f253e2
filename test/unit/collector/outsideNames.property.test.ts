import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { RouteTable } from '../../../src/domain/routeTable';
import { hostileStrings } from '../../security/hostileStrings';
import { AccountBench } from '../../support/accountBench';
import { databases } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import type { Served } from '../../support/mockForgeModel';
import { after, noon } from '../../support/times';
import { rows } from '../../support/trafficRows';
import { queryOf } from '../store/support/batches';

const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\t', '\\', 't', '\n', ' ', '/', ':') }),
  fc.constantFrom(...hostileStrings, '', '\t', '\n', '\\t', '/a\tb', '/a\nb', '(other)'),
);
/** Such as are no operation of another protocol. */
const method = fc.oneof(
  fc.constantFrom('GET', 'POST'),
  name.filter((text) => text !== '' && !text.includes('/')),
);
const request = fc.record({
  method,
  path: fc.oneof(
    name,
    name.map((text) => `/${text}`),
  ),
  status: fc.constantFrom(200, 404, 500),
  clientIp: name,
  userAgent: name,
});
const requests = fc.array(request, { minLength: 1, maxLength: 12 });

/** Things by what tells them apart, with how many there are, in one order. */
function counted(list: readonly (readonly [key: readonly unknown[], count: number])[]): string[] {
  const counts = new Map<string, number>();
  for (const [key, count] of list) {
    const text = JSON.stringify(key);
    counts.set(text, (counts.get(text) ?? 0) + count);
  }
  return [...counts].map(([key, count]) => `${key} ${count}`).sort();
}

describe('Names from outside, whatever they are', function () {
  this.timeout(120_000);
  const newDatabase = databases();

  it('are found again as they came in every table and every read, over kills', async () => {
    await fc.assert(
      fc.asyncProperty(requests, requests, async (first, second) => {
        const database = await newDatabase();
        const server = new MockForgeModel(after(-3600));
        const bench = new AccountBench(server);
        const scrape = async (at: number): Promise<void> => {
          await database.commit(bench.scrape(at));
          bench.kill();
        };
        const serve = (some: readonly Omit<Served, 'at'>[], at: number): void => {
          for (const parts of some) server.serve({ ...parts, at });
        };
        await scrape(noon);
        serve(first, after(3));
        await scrape(after(15));
        serve(second, after(18));
        for (const seconds of [30, 45, 60, 75, 3900]) await scrape(after(seconds));

        const served = server.rows(after(3900)).map((row) => ({
          ...row,
          endpoint: new RouteTable([]).nameOf(row.path),
          clientIp: row.clientIp ?? '(unknown)',
        }));
        const expected = (...fields: readonly (keyof (typeof served)[number])[]): string[] =>
          counted(served.map((row) => [fields.map((field) => row[field]), 1]));
        const stored = async (columns: string, table: string): Promise<string[]> => {
          const found = await rows(database, `SELECT ${columns} FROM ${table}`);
          return counted(
            found.map(({ n, ...key }) => [Object.values(key), Number(n ?? 1)] as const),
          );
        };

        const cell = 'method, endpoint, status_code, request_count AS n';
        const byStatus = expected('method', 'endpoint', 'status');
        const where = "WHERE request_count > 0 AND protocol = 'http'";
        deepEqual(await stored(cell, `metrics_aggregates_minute ${where}`), byStatus);
        deepEqual(await stored(cell, `metrics_aggregates_hour ${where}`), byStatus);
        const byEndpoint = expected('method', 'endpoint');
        deepEqual(
          await stored('method, endpoint, total_requests AS n', 'endpoint_stats'),
          byEndpoint,
        );
        deepEqual(
          await stored('client_ip, user_agent, request_count AS n', 'client_analytics'),
          expected('clientIp', 'userAgent'),
        );

        const from = noon / 1000;
        const span = { from, to: from + 7200, excludedEndpoints: [] };
        const top = await database.topEndpoints(span, 1000);
        deepEqual(
          counted(top.map((row) => [[row.method, row.endpoint], row.requests])),
          byEndpoint,
        );
        const page = await database.dashboard(queryOf(span));
        deepEqual(
          counted(page.endpoints.rows.map((row) => [[row.method, row.endpoint], row.requests])),
          byEndpoint,
        );
        const failed = served.filter(({ status }) => status >= 400);
        deepEqual(
          counted(page.errorGroups.map((group) => [[group.method, group.endpoint], group.count])),
          counted(failed.map((row) => [[row.method, row.endpoint], 1])),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are found again where the metrics tell them: faults, delays, and endpoints by path', async () => {
    const paths = fc.uniqueArray(name, { minLength: 1, maxLength: 6, selector: stored });
    await fc.assert(
      fc.asyncProperty(paths, fc.boolean(), async (some, namesEndpoints) => {
        const database = await newDatabase();
        const server = new MockForgeModel(after(-3600));
        const bench = new AccountBench(server);
        bench.setRoutes(new RouteTable(some.map((template) => ({ method: 'GET', template }))));
        const scrape = async (at: number): Promise<void> => {
          await database.commit(bench.scrape(at));
          bench.kill();
        };
        await scrape(noon);
        for (const path of some) {
          const labels = { method: 'GET', path, status: '500' };
          if (namesEndpoints) server.move('mockforge_requests_by_path_total', labels, 1);
          else {
            const fault = { fault_type: 'http_error', endpoint: path };
            server.move('mockforge_chaos_faults_total', fault, 1);
          }
          for (const le of ['10', '+Inf']) {
            server.move('mockforge_chaos_latency_ms_bucket', { endpoint: path, le }, 1);
          }
          server.move('mockforge_chaos_latency_ms_sum', { endpoint: path }, 7);
          server.move('mockforge_chaos_latency_ms_count', { endpoint: path }, 1);
          server.count({ at: after(5), status: 500 });
        }
        for (const seconds of [15, 30, 45, 60, 75]) await scrape(after(seconds));

        const expected = counted(some.map((path) => [[stored(path)], 1]));
        const found = async (sql: string): Promise<string[]> =>
          counted((await rows(database, sql)).map(({ endpoint }) => [[endpoint], 1]));
        deepEqual(
          await found('SELECT endpoint FROM metrics_aggregates_minute WHERE request_count > 0'),
          expected,
        );
        deepEqual(
          await found(`SELECT endpoint FROM latency_histograms
            WHERE source = 'injected' AND resolution = 'minute'`),
          expected,
        );
        if (namesEndpoints) return;
        deepEqual(await found('SELECT endpoint FROM error_events'), expected);
      }),
      { numRuns: 30 },
    );
  });
});

/** The name of a route whose template is a text. */
function stored(template: string): string {
  return new RouteTable([{ method: 'GET', template }]).nameOf(template);
}
