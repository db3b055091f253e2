import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joined, numberFormat } from '../../../../src/domain/numberFormat';
import { productName } from '../../../../src/ids';
import { nativeRows } from '../../../support/nativeSqlite';
import { exportDatabase } from '../../exportDatabase';
import { accessibilityViolations } from '../../pages/accessibility';
import type { DashboardPage } from '../../pages/dashboardPage';
import { focused } from '../../pages/focusWalk';
import { inPage } from '../../pages/inPage';
import { layoutFaults } from '../../pages/layout';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const numbers = numberFormat('en');
const ofRequests = `FROM metrics_aggregates_minute WHERE protocol IN ('http', 'graphql', 'grpc')`;
const ofFailures = `FROM (
  SELECT *, COALESCE(json_extract(metadata, '$.count'), 1) AS failures FROM error_events)`;

/** Every number under a filter is held against what another SQLite counts in the same database. */
describe('a person who narrows the traffic down', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let folder: string;
  let file: string;
  let dashboard: DashboardPage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'filters-'));
    const { workbench } = current();
    dashboard = await recording.openDashboard();
    await workbench.runCommand(`${productName}: Pause Collecting`);
    await dashboard.frame.getByText('Paused:').first().waitFor();
    await workbench.closeSideBar();
    file = await exportDatabase(current(), folder);
    await dashboard.choose('Compare', 'nothing');
    await dashboard.toolbarButton('Refresh').click();
  });

  after(async () => {
    await current().workbench.runCommand(`${productName}: Start Collecting`);
    rmSync(folder, { recursive: true, force: true });
  });

  function count(sql: string): number {
    const [row] = nativeRows(file, `SELECT ${sql}`);
    return Number(Object.values(row ?? {})[0]);
  }

  /** The requests of all steps of the chart of traffic. */
  async function requestsInChart(): Promise<number> {
    await dashboard.tableSwitch('Traffic').click();
    const rows = await dashboard.rows('Traffic');
    await dashboard.tableSwitch('Traffic').click();
    const last = rows.map((cells) => Number(cells.at(-1)?.replaceAll(',', '').replace('–', '0')));
    return last.reduce((sum, requests) => sum + requests, 0);
  }

  /** Waits until a card says so. */
  async function whenCard(title: string, value: string): Promise<void> {
    await dashboard.card(title).locator('.card-value').getByText(value, { exact: true }).waitFor();
    await dashboard.frame.locator('.panel[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  }

  it('shows only a status from its row by mouse: cards, charts and tables follow', async () => {
    const { workbench } = current();
    const row = dashboard.panel('Status codes').getByRole('row').filter({ hasText: '400' });
    await row.hover();
    await row.getByRole('button', { name: 'Show only Status 400' }).click();
    const requests = count(`SUM(request_count) ${ofRequests} AND status_code = 400`);
    const all = count(`SUM(request_count) ${ofRequests}`);
    await whenCard('Requests', numbers.count(requests));
    assert.equal(
      (await dashboard.cardTexts('Requests')).value,
      joined({ value: numbers.count(requests), unit: `of ${numbers.count(all)}` }),
    );
    assert.deepEqual((await dashboard.chosen()).filters, ['Status 400']);
    assert.equal((await dashboard.cardTexts('Error rate')).value, '100%');
    assert.equal(await requestsInChart(), requests);
    const codes = (await dashboard.rows('Status codes')).map(([code]) => code);
    assert.deepEqual(codes, ['400']);
    const endpoints = count(
      `COUNT(DISTINCT protocol || method || endpoint) ${ofRequests} AND status_code = 400`,
    );
    await dashboard.panel('Endpoints').getByText(`${endpoints} of 18 with traffic`).waitFor();
    const listed = (await dashboard.rows('Endpoints')).map((cells) =>
      Number(cells[2]?.replaceAll(',', '')),
    );
    const attributed = count(
      `SUM(request_count) ${ofRequests} AND status_code = 400 AND endpoint IS NOT NULL`,
    );
    assert.equal(
      listed.reduce((sum, own) => sum + own, 0),
      attributed,
    );
    await workbench.screenshot('filter-status-dark');
  });

  it('is told what is not kept by it, and sees nothing of all traffic there', async () => {
    const latency = dashboard.panel('Latency');
    await latency.getByText('Latency is not kept by status code.').waitFor();
    assert.equal(await latency.locator('canvas').isVisible(), false);
    const { value, side } = await dashboard.cardTexts('p95');
    assert.deepEqual([value, side], ['–', 'not kept by status code']);
    await dashboard
      .panel('Days')
      .getByText('Daily snapshots are not kept by status code.')
      .waitFor();
    await dashboard.panel('System').getByText('whole server').waitFor();
    await dashboard.panel('Clients of failed requests').waitFor();
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
  });

  it('exports what is filtered', async () => {
    const path = join(folder, 'codes.csv');
    const { workbench } = current();
    await dashboard.frame.getByRole('button', { name: 'Export Status codes as CSV' }).click();
    await workbench.quickInput.nameFile('Save As', path);
    await workbench.page
      .getByText(/^Saved .*codes\.csv/)
      .first()
      .waitFor();
    const requests = count(`SUM(request_count) ${ofRequests} AND status_code = 400`);
    const [, ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
    assert.deepEqual(rows, [`400,Bad Request,${requests},100`]);
  });

  it('inverts it at its chip, and removes it by keyboard', async () => {
    const { keyboard } = current().workbench.page;
    await dashboard.frame.getByRole('button', { name: 'Status 400', exact: true }).click();
    const others = count(`SUM(request_count) ${ofRequests} AND COALESCE(status_code, 0) <> 400`);
    await whenCard('Requests', numbers.count(others));
    assert.deepEqual((await dashboard.chosen()).filters, ['not Status 400']);
    await dashboard.removeFilter('not Status 400').focus();
    await keyboard.press('Enter');
    await whenCard('Requests', numbers.count(count(`SUM(request_count) ${ofRequests}`)));
    assert.equal((await dashboard.cardTexts('Requests')).side.startsWith('max'), true);
    assert.deepEqual((await dashboard.chosen()).filters, []);
    await dashboard.chart('Latency').waitFor();
  });

  it('shows only a client by keyboard: failed requests, which alone are kept by client', async () => {
    const { workbench } = current();
    const { keyboard } = workbench.page;
    const clients = dashboard.panel('Clients');
    await clients.locator('.filter-actions button[tabindex="0"]').focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    const name = ((await focused(dashboard.frame)) ?? '').replace('Show only Client ', '');
    const agent = await clients.getByText(name, { exact: true }).first().getAttribute('title');
    await keyboard.press('Enter');
    const ofClient = `${ofFailures} WHERE user_agent = '${agent}'`;
    const failed = count(`SUM(failures) ${ofClient}`);
    await whenCard('Failed requests', numbers.count(failed));
    assert.deepEqual((await dashboard.chosen()).filters, [`Client ${name}`]);
    assert.equal(await requestsInChart(), failed);
    assert.equal((await dashboard.cardTexts('Error rate')).value, '–');
    await dashboard.panel('Traffic').getByText('failed requests only').waitFor();
    for (const panel of ['Endpoints', 'Status codes', 'Protocols']) {
      await dashboard
        .panel(panel)
        .getByRole('columnheader', { name: 'Failed', exact: true })
        .waitFor();
    }
    await dashboard.frame.getByText('all traffic, not filtered').waitFor();
    const groups = count(
      `COUNT(*) FROM (SELECT 1 ${ofClient} GROUP BY protocol, method, endpoint, error_type)`,
    );
    await dashboard.panel('Errors').getByText(`${groups} of `).waitFor();
    await dashboard.showAll('Errors');
    const counts = (await dashboard.rows('Errors')).map((cells) => Number(cells[3]));
    assert.equal(
      counts.reduce((sum, own) => sum + own, 0),
      failed,
    );
    await workbench.screenshot('filter-client-dark');
    await workbench.useTheme('Default Light Modern');
    await workbench.screenshot('filter-client-light');
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('filter-client-high-contrast');
    await workbench.useTheme('Default Dark Modern');
  });

  it('has a window explained under it, as far as that is kept by client', async () => {
    const { workbench } = current();
    await dashboard.selectSteps('Traffic', 4, 3);
    await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
    await explained.getByText(/^Errors .*→.*: .* of the (in|de)crease is /).waitFor();
    await explained.getByText(/^Filters: Client /).waitFor();
    await explained.getByText('Latency is not kept by client.').waitFor();
    await explained.getByText('Only failed requests are kept by client: see Errors.').waitFor();
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.screenshot('filter-explained-dark');
    await workbench.useTheme('Default Light Modern');
    await workbench.screenshot('filter-explained-light');
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('filter-explained-high-contrast');
    await workbench.useTheme('Default Dark Modern');
  });

  it('adds an error group from its detail, reads its chips whole at 400 pixels, and clears all', async () => {
    const { workbench } = current();
    const errors = dashboard.panel('Errors');
    const row = errors.getByRole('row').filter({ hasText: 'Bad request' }).first();
    await row.click();
    await errors.getByRole('button', { name: 'Exclude', exact: true }).click();
    await dashboard.frame.getByRole('button', { name: /^not Bad request: / }).waitFor();
    assert.equal((await dashboard.chosen()).filters.length, 2);
    const own = await inPage<number>(dashboard.frame, '() => window.innerWidth');
    await workbench.page.setViewportSize({ width: 1440 - own + 400, height: 1000 });
    await dashboard.whenWide(400);
    await inPage(dashboard.frame, '() => window.scrollTo(0, 0)');
    await dashboard.frame.getByText('all traffic, not filtered').waitFor();
    for (const theme of [
      'Default Light Modern',
      'Default High Contrast',
      'Default Dark Modern',
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`filter-400-${theme}`);
    }
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await dashboard.whenWide(own);
    await dashboard.frame.getByRole('button', { name: 'Clear all' }).click();
    await whenCard('Requests', numbers.count(count(`SUM(request_count) ${ofRequests}`)));
    assert.deepEqual((await dashboard.chosen()).filters, []);
  });

  it('shows only an hour of the week from the heatmap', async () => {
    const { keyboard } = current().workbench.page;
    const heatmap = dashboard.panel('Hours of the week');
    const [last] = nativeRows(
      file,
      `SELECT MAX(timestamp) / 3600 * 3600 AS hour ${ofRequests} AND request_count > 0`,
    );
    const hour = Number(last?.['hour']);
    const cell = heatmap.locator(`tr:last-child .heat-cell`).nth(new Date(hour * 1000).getHours());
    await cell.focus();
    await keyboard.press('Enter');
    const requests = count(
      `SUM(request_count) ${ofRequests} AND timestamp >= ${hour} AND timestamp < ${hour + 3600}`,
    );
    await whenCard('Requests', numbers.count(requests));
    const [chip = ''] = (await dashboard.chosen()).filters;
    assert.match(chip, /^Hour \w{3} \d\d:00$/);
    await heatmap.getByText('all hours, those of the filter outlined').waitFor();
    assert.equal(await cell.getAttribute('aria-pressed'), 'true');
    await current().workbench.screenshot('filter-hour-dark');
    await cell.click();
    await whenCard('Requests', numbers.count(count(`SUM(request_count) ${ofRequests}`)));
    await dashboard.chooseRange('1h');
  });

  it('searches the tables by several words in any order, and clears the search', async () => {
    await dashboard.search.fill('ORDERS post');
    await dashboard.panel('Endpoints').getByText('1 of 18 with traffic').waitFor();
    await dashboard.endpointRow('/api/orders').first().waitFor();
    await dashboard.frame.getByRole('button', { name: 'Clear search' }).click();
    await dashboard.panel('Endpoints').getByText('18 with traffic').waitFor();
    assert.equal(await dashboard.search.inputValue(), '');
  });
});
