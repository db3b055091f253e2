import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { productName } from '../../../../src/ids';
import { nativeRows } from '../../../support/nativeSqlite';
import { decodePng, markedPixels } from '../../../support/png';
import type { Pixels } from '../../../support/png';
import { exportDatabase } from '../../exportDatabase';
import type { DashboardPage } from '../../pages/dashboardPage';
import { inPage } from '../../pages/inPage';
import { StoredNumbers } from '../../storedNumbers';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

type CsvRow = Readonly<{ [column: string]: string }>;

/** Pixels of a picture, two for each that is drawn: its width, its least height, and its lines with title and facts. */
const pictureWidth = 2 * 960;
const leastHeight = 2 * 340;
const headLines = 2 * 54;

/** What is on the clipboard as a picture, in base64; null where nothing is. */
const clipboardPicture = `async () => {
  const [item] = await navigator.clipboard.read();
  if (!item || !item.types.includes('image/png')) return null;
  const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}`;

describe('a person who keeps what the dashboard shows', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let folder: string;
  let stored: StoredNumbers;
  let dashboard: DashboardPage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'files-'));
    dashboard = await recording.openDashboard();
    await current().workbench.runCommand(`${productName}: Pause Collecting`);
    const file = await exportDatabase(current(), folder);
    stored = new StoredNumbers((sql) => nativeRows(file, sql));
  });

  after(async () => {
    await current().workbench.runCommand(`${productName}: Start Collecting`);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Saves what was asked for under a name of ours. */
  async function saved(name: string): Promise<Buffer> {
    return readFileSync(await current().workbench.saveAs(join(folder, name)));
  }

  async function csvOf(panel: string): Promise<readonly CsvRow[]> {
    await dashboard
      .panel(panel)
      .getByRole('button', { name: `Export ${panel} as CSV` })
      .click();
    return records(await saved(`${panel}.csv`));
  }

  async function chartFile(chart: string, item: string, name: string): Promise<Buffer> {
    await dashboard.chartMenu(chart, item);
    return saved(name);
  }

  it('keeps each chart as a picture and as numbers', async () => {
    const minutes = stored.minutes();
    for (const chart of ['Traffic', 'Latency', 'Error rate']) {
      assertPicture(decodePng(await chartFile(chart, 'Save as PNG', `${chart}.png`)));
      const rows = records(await chartFile(chart, 'Save as CSV', `${chart}.csv`));
      assert.deepEqual(
        rows
          .filter(({ Requests }) => Number(Requests) > 0)
          .map(({ Time, Requests }) => [Date.parse(Time ?? '') / 1000, Number(Requests)]),
        minutes.map(({ at, requests }) => [at, requests]),
      );
      if (chart === 'Error rate') {
        const rates = rows.map((row) => row['Error rate, %'] ?? '').filter((rate) => rate !== '');
        assert.deepEqual(
          rates.map(Number),
          minutes.map(({ requests, errors }) => (errors * 100) / requests),
        );
      }
    }
  });

  it('copies a chart as the picture that it saves', async () => {
    const { workbench } = current();
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const theme of ['Default Light Modern', 'Default Dark Modern'] as const) {
      await workbench.useTheme(theme);
      const saved = decodePng(await chartFile('Latency', 'Save as PNG', `Latency ${theme}.png`));
      await dashboard.chartMenu('Latency', 'Copy as picture');
      await workbench.page.getByText('Copied as picture').waitFor();
      const content = await workbench.page.evaluate<string | null>(`(${clipboardPicture})()`);
      const copied = decodePng(Buffer.from(content ?? '', 'base64'));
      assertPicture(copied);
      assert.ok(copied.bytes.equals(saved.bytes), 'another picture is on the clipboard');
    }
  });

  it('is offered a file where no picture may be put on the clipboard', async () => {
    const { workbench } = current();
    const refuse = `() => { navigator.clipboard.write = () => Promise.reject(new Error('no')); }`;
    await inPage(dashboard.frame, refuse);
    await dashboard.chartMenu('Latency', 'Copy as picture');
    assertPicture(decodePng(await saved('instead.png')));
    const told = await workbench.notifications('The editor lets no picture onto the clipboard');
    await told.waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('keeps each table as numbers', async () => {
    const sums = (rows: readonly CsvRow[], ...columns: string[]): number[] =>
      columns.map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
    const { requests } = stored.totals();
    assert.deepEqual(
      (await csvOf('Protocols')).map((row) => [row['Protocol'], Number(row['Errors'])]),
      stored.protocols().map(({ protocol, errors }) => [protocol, errors]),
    );
    const endpoints = await csvOf('Endpoints');
    assert.deepEqual(
      endpoints
        .map((row) => [row['Method'], row['Path'], Number(row['Requests']), Number(row['Errors'])])
        .sort(),
      stored
        .endpoints()
        .map((row) => [row.name, row.path, row.requests, row.errors])
        .sort(),
    );
    assert.deepEqual(sums(await csvOf('Errors'), 'Count'), [stored.failures()]);
    const clients = stored.clients();
    assert.deepEqual(sums(await csvOf('Clients'), 'Requests', 'Errors'), [
      clients.reduce((sum, client) => sum + client.requests, 0),
      clients.reduce((sum, client) => sum + client.errors, 0),
    ]);
    assert.deepEqual(
      (await csvOf('Status codes')).map(({ Code, Count }) => [Number(Code), Number(Count)]).sort(),
      stored
        .statusCodes()
        .map(({ code, count }) => [code, count])
        .sort(),
    );
    assert.deepEqual(sums(await csvOf('Hours of the week'), 'Requests'), [requests]);
    const tail = await csvOf('Live errors');
    const [newest] = stored.newestErrors(1);
    assert.deepEqual(
      [tail.length, tail[0]?.['Path'], Date.parse(tail[0]?.['Time'] ?? '')],
      [50, newest?.path, newest?.atMs],
    );
    const routes = await stored.routes(recording.server().adminUrl);
    assert.deepEqual(
      (await csvOf('Never called')).map(({ Method, Path }) => `${Method} ${Path}`).sort(),
      routes
        .filter(({ isCalled }) => !isCalled)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    assert.deepEqual(
      (await csvOf('Not defined')).map(({ Path, Count }) => [Path, Number(Count)]),
      stored.notFound(routes).map(({ path, count }) => [path, count]),
    );
    const { last } = stored.gauges();
    assert.equal((await csvOf('System')).at(-1)?.['Memory, bytes'], String(last.memory));
  });

  it('keeps an endpoint’s latency distribution', async () => {
    await dashboard.openEndpoint('/api/orders');
    const chart = 'Latency distribution';
    const rows = records(await chartFile(chart, 'Save as CSV', 'distribution.csv'));
    const timed = rows.reduce((sum, row) => sum + Number(row['Handler time, requests']), 0);
    const orders = stored
      .endpoints()
      .find(({ name, path }) => `${name} ${path}` === 'POST /api/orders');
    assert.equal(timed, orders?.handler.count);
    assertPicture(decodePng(await chartFile(chart, 'Save as PNG', 'distribution.png')));
    await dashboard.backToAll();
  });

  it('keeps all of it as one page that needs no network and no script', async () => {
    const { workbench } = current();
    await dashboard.choose('Protocol', 'HTTP');
    // What is exported is what is shown, and that is filtered as soon as it says of how many.
    await dashboard
      .card('Requests')
      .getByText(/^of [\d,]+$/)
      .waitFor();
    await dashboard.toolbarButton('Export report').click();
    await workbench.quickInput.choose('HTML report');
    const html = (await saved('report.html')).toString();
    assert.doesNotMatch(html, /<script|<link|<iframe|\bsrc=|url\(|@import/i);

    const page = await workbench.openReader();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const url = pathToFileURL(join(folder, 'report.html')).href;
    await page.goto(url);
    await page.screenshot({ path: 'out/screenshots/report.png', fullPage: true });
    assert.deepEqual(asked, [url]);
    const facts = await page.locator('dl').first().innerText();
    const { metricsUrl } = recording.server();
    for (const fact of [`Target ${metricsUrl}`, 'Period ', 'Protocol HTTP', 'Compared with ']) {
      assert.ok(facts.replace(/\s+/g, ' ').includes(fact), `${fact} is in ${facts}`);
    }
    const whole = shortNumbers(await page.locator('main').innerText());
    for (const card of ['Requests', 'Requests per second', 'Error rate', 'p50', 'p95', 'p99']) {
      const { value } = await dashboard.cardTexts(card);
      assert.ok(whole.includes(shortNumbers(value)), `${card} ${value} is in the report`);
    }
    const shown = (await dashboard.endpointPages()).map((row) => row.slice(0, 5).join(' '));
    const table = page.locator('section', { hasText: 'Handler p95' }).locator('tbody tr');
    const reported = await Promise.all(
      (await table.all()).map(async (row) =>
        (await row.locator('td').allTextContents()).slice(0, 5).join(' '),
      ),
    );
    assert.deepEqual(reported, shown);
    await page.close();
    await dashboard.choose('Protocol', 'All');
  });

  it('keeps one screen of it as Markdown', async () => {
    const { workbench } = current();
    await dashboard.toolbarButton('Export report').click();
    await workbench.quickInput.choose('Markdown');
    const markdown = (await saved('report.md')).toString();
    assert.match(markdown, /^## Traffic of `127\.0\.0\.1:\d+`\n\n\|/);
    assert.match(markdown, /\n### Errors\n[^]*\n### Endpoints\n/);
  });
});

/** It has the size of pictures, something in the lines of its head, and below them a chart. */
function assertPicture(picture: Pixels): void {
  const { width, height } = picture;
  assert.equal(width, pictureWidth);
  assert.ok(height >= leastHeight, `${height} lines`);
  assert.ok(markedPixels(picture, 0, headLines) > 2000, 'its head is empty');
  assert.ok(markedPixels(picture, headLines, height) > 10_000, 'it has no chart');
}

function records(file: Buffer): readonly CsvRow[] {
  return parse(file, { bom: true, columns: true });
}

/** The dashboard writes as many decimals each time, the report those that tell something. */
function shortNumbers(text: string): string {
  return text
    .replace(/(\.\d*?)0+(?!\d)/g, '$1')
    .replace(/\.(?!\d)/g, '')
    .replaceAll('\u00a0', ' ');
}
