import { strict as assert } from 'node:assert';
import { stepText } from '../../../../src/domain/spanText';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientName } from '../../../../src/domain/userAgent';
import { productName } from '../../../../src/ids';
import { english } from '../../../../src/sentences/localize';
import { joined, numberFormat, unknown } from '../../../../src/domain/numberFormat';
import { statusPhrase } from '../../../../src/domain/statusText';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { duration } from '../../../../webview/text/duration';
import { nativeRows } from '../../../support/nativeSqlite';
import { exportDatabase } from '../../exportDatabase';
import type { DashboardPage } from '../../pages/dashboardPage';
import { StoredNumbers } from '../../storedNumbers';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const numbers = numberFormat('en');
const times = timeFormat('en');

/** What the dashboard says, held against what another SQLite says of the same database. */
describe('a person who trusts the dashboard', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let folder: string;
  let stored: StoredNumbers;
  let dashboard: DashboardPage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'numbers-'));
    const { workbench } = current();
    dashboard = await recording.openDashboard();
    await workbench.runCommand(`${productName}: Pause Collecting`);
    await dashboard.frame.getByText('Paused:').first().waitFor();
    await workbench.closeSideBar();
    const file = await exportDatabase(current(), folder);
    stored = new StoredNumbers((sql) => nativeRows(file, sql));
    await dashboard.choose('Compare', 'nothing');
    await dashboard.toolbarButton('Refresh').click();
  });

  after(async () => {
    await current().workbench.runCommand(`${productName}: Start Collecting`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads the true sums on the cards', async () => {
    const { requests, errors, bytes, connections } = stored.totals();
    const latency = stored.latency();
    const shown = async (title: string): Promise<string> =>
      (await dashboard.cardTexts(title)).value;
    assert.equal(await shown('Requests'), numbers.count(requests));
    const perSecond = numbers.perSecond(requests / stored.coveredSeconds());
    assert.equal(await shown('Requests per second'), joined(perSecond));
    assert.equal(await shown('Error rate'), joined(numbers.percent(errors / requests)));
    for (const [title, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      assert.equal(await shown(title), latency.text(q), title);
    }
    assert.equal(await shown('Active connections'), numbers.count(connections));
    assert.equal(await shown('Bytes sent'), `≥\u00a0${joined(numbers.bytes(bytes))}`);
  });

  it('reads every minute of traffic, error rate and latency in the tables of their charts', async () => {
    const minutes = stored.minutes();
    const traffic = minutes.map(({ byClass, requests }) =>
      [byClass[5], byClass[4], byClass[3], byClass[2], requests].map((count) =>
        numbers.count(count ?? 0),
      ),
    );
    const rates = minutes.map(({ requests, errors }) => [
      requests === 0 ? unknown : joined(numbers.percent(errors / requests)),
      numbers.count(errors),
      numbers.count(requests),
    ]);
    const latencies = minutes.map(({ at, requests }) => [
      ...[0.99, 0.95, 0.5].map((q) => stored.latency(at).text(q)),
      numbers.count(requests),
    ]);
    for (const [chart, expected] of [
      ['Traffic', traffic],
      ['Error rate', rates],
      ['Latency', latencies],
    ] as const) {
      await dashboard.tableSwitch(chart).click();
      const rows = await dashboard.rows(chart);
      assert.deepEqual(
        rows.filter(([, ...cells]) => cells.some((cell) => cell !== unknown && cell !== '0')),
        minutes
          .map(({ at }, i) => [stepText(times, at, 60, false), ...(expected[i] ?? [])])
          .reverse(),
        chart,
      );
      await dashboard.tableSwitch(chart).click();
    }
  });

  it('reads what each protocol carried', async () => {
    assert.deepEqual(
      (await dashboard.rows('Protocols')).map((cells) => cells.slice(0, 5)),
      stored
        .protocols()
        .map((row) =>
          row.carries === 'requests'
            ? [
                row.title,
                numbers.count(row.requests),
                joined(numbers.percent(row.errors / row.requests)),
                stored.latency(undefined, row.protocol).text(0.95),
                '',
              ]
            : [row.title, unknown, unknown, unknown, row.text],
        ),
    );
  });

  it('reads all endpoints, page by page', async () => {
    const rows = await dashboard.endpointPages();
    const covered = stored.coveredSeconds();
    assert.deepEqual(
      rows.map((cells) => cells.slice(0, 11)).sort(),
      stored
        .endpoints()
        .map((row) => [
          row.name,
          row.path,
          numbers.count(row.requests),
          joined(numbers.perSecond(row.requests / covered)),
          joined(numbers.percent(row.errors / row.requests)),
          row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs)),
          row.handler.handlerText(0.95),
          row.faults === null ? unknown : numbers.count(row.faults),
          delayText(row.delay),
          unknown,
          impactText(row, covered),
        ])
        .sort(),
    );
  });

  it('reads the groups of errors, and the newest of them', async () => {
    await dashboard.showAll('Errors');
    const shown = (await dashboard.rows('Errors')).map(([status, , endpoint, ...rest]) => [
      status,
      endpoint,
      ...rest,
    ]);
    const total = stored.failures();
    assert.deepEqual(
      shown.sort(),
      stored
        .errorGroups()
        .map(({ status, endpoint, count, first, last }) => [
          status,
          endpoint,
          numbers.count(count),
          joined(numbers.percent(count / total)),
          timeText(first),
          timeText(last),
        ])
        .sort(),
    );
    const tail = (await dashboard.rows('Live errors')).map(([time, status, request]) => [
      time,
      status,
      request,
    ]);
    assert.deepEqual(
      tail,
      stored
        .newestErrors(8)
        .map(({ atMs, status, method, path }) => [
          times.clockMs(atMs),
          String(status),
          `${method}${path}`,
        ]),
    );
  });

  it('reads clients and status codes', async () => {
    await dashboard.showAll('Clients');
    assert.deepEqual(
      (await dashboard.rows('Clients')).sort(),
      stored
        .clients()
        .map(({ userAgent, requests, errors }) => [
          clientName(userAgent, english),
          numbers.count(requests),
          joined(numbers.percent(errors / requests)),
        ])
        .sort(),
    );
    await dashboard.showAll('Status codes');
    const { requests } = stored.totals();
    assert.deepEqual(
      await dashboard.rows('Status codes'),
      stored
        .statusCodes()
        .map(({ code, count }) => [
          String(code),
          statusPhrase(code),
          numbers.count(count),
          joined(numbers.percent(count / requests)),
        ]),
    );
  });

  it('reads the hours of the week', async () => {
    const shown = (await dashboard.rows('Hours of the week'))
      .flat()
      .filter((text) => text.includes(' requests in '));
    assert.deepEqual(
      shown,
      stored
        .hours()
        .map(
          ({ requests, seconds }) =>
            `${numbers.count(requests)} requests in ${duration(seconds)}, ` +
            `${numbers.plain(requests / (seconds / 60))}/min`,
        ),
    );
  });

  it('reads which routes were never called, and what no route answers', async () => {
    const routes = await stored.routes(recording.server().adminUrl);
    const never = dashboard.panel('Never called');
    await never.scrollIntoViewIfNeeded();
    await never.getByText(/ routes that the server lists/).waitFor();
    await dashboard.showAll('Never called');
    assert.deepEqual(
      (await dashboard.rows('Never called')).map((row) => row.slice(0, 2)).sort(),
      routes
        .filter(({ isCalled }) => !isCalled)
        .map(({ method, path }) => [method, path])
        .sort(),
    );
    await dashboard.panel('Not defined').getByText('404 by path, no API documents').waitFor();
    await dashboard.showAll('Not defined');
    assert.deepEqual(
      (await dashboard.rows('Not defined')).map(([method, path, , count]) => [method, path, count]),
      stored
        .notFound(routes)
        .map(({ method, path, count, paths }) => [
          method,
          path,
          `${numbers.count(count)}${paths > 1 ? `, ${paths} paths` : ''}`,
        ]),
    );
  });

  it('reads what the server says of its machine', async () => {
    const { last, highest } = stored.gauges();
    const shown = (await dashboard.rows('System')).map((cells) => cells.slice(0, 3));
    const texts = (gauges: typeof last): string[] => [
      joined(numbers.bytes(gauges.memory)),
      joined(numbers.percent(gauges.cpu / 100)),
      numbers.count(gauges.threads),
      duration(gauges.uptime),
    ];
    const highestTexts = texts(highest);
    assert.deepEqual(
      shown,
      texts(last).map((text, i) => [
        ['Memory', 'CPU', 'Threads', 'Uptime'][i],
        text,
        highestTexts[i],
      ]),
    );
  });
});

function impactText(
  { averageMs, delay, requests }: ReturnType<StoredNumbers['endpoints']>[number],
  coveredSeconds: number,
): string {
  if (averageMs === null) return unknown;
  const time = (averageMs + (delay?.averageMs ?? 0)) * requests;
  if (time === 0) {
    const most = Math.ceil((10 * requests) / coveredSeconds) / 10;
    return `<\u00a0${joined(numbers.milliseconds(most))}/s`;
  }
  const amount = `${joined(numbers.milliseconds(time / coveredSeconds))}/s`;
  return delay?.isShared ? `≈\u00a0${amount}` : amount;
}

function delayText(
  delay: { readonly averageMs: number; readonly isShared: boolean } | null,
): string {
  if (!delay) return unknown;
  const amount = `+${joined(numbers.milliseconds(delay.averageMs))}`;
  return delay.isShared ? `≈\u00a0${amount}` : amount;
}

/** What is of another day than now says so. */
function timeText(at: number): string {
  const now = Date.now() / 1000;
  return times.date(at) === times.date(now) ? times.clock(at) : times.short(at, now);
}
