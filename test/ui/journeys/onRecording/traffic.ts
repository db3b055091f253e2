import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { extensionId, productName, statusBarItemId } from '../../../../src/ids';
import { endpointName, requestName, shopClients, tally } from '../../../support/shop';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';
import type { Theme } from '../../pages/workbenchPage';

/** What the clients sent, and the one request that the recording itself made (recordings README). */
const sent = tally([...shopClients().map(requestName), 'http GET 200']);
const requests = Object.values(sent).reduce((sum, count) => sum + count, 0);

function countOf(matches: (status: number) => boolean): number {
  return Object.entries(sent)
    .filter(([name]) => matches(Number(name.split(' ')[2])))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** What a table says of a step of time without collecting. */
const notCollected = '–';

const inEnglish = new Intl.NumberFormat('en');

const themes: readonly (readonly [Theme, string])[] = [
  ['Default Dark Modern', 'dark'],
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
];

describe('a person looks at the traffic of a recording', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);

  async function openDashboard(): Promise<FrameLocator> {
    return (await recording.openDashboard()).frame;
  }

  it('sees the error rate in the status bar', async () => {
    const item = current().workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.filter({ hasText: /% err · / }).waitFor();
  });

  it('sees the true totals on the dashboard', async () => {
    const frame = await openDashboard();
    await frame.getByText(inEnglish.format(requests), { exact: true }).first().waitFor();
    const errors = countOf((status) => status >= 400);
    const rate = ((100 * errors) / requests).toFixed(1);
    await frame.getByText(rate, { exact: true }).first().waitFor();
  });

  it('sees the injected faults of an endpoint as one group', async () => {
    const frame = await openDashboard();
    const errors = frame.getByRole('table', { name: 'Errors by endpoint and type' });
    await frame.getByRole('button', { name: /more groups/ }).click();
    const faults = errors
      .getByRole('row')
      .filter({ hasText: /Injected fault/ })
      .filter({ has: frame.locator('[title="/api/users/:id"]') });
    await faults.first().scrollIntoViewIfNeeded();
    await current().workbench.screenshot('errors');
    assert.equal(await faults.count(), 1);
    assert.match((await faults.first().textContent()) ?? '', /^5xx.*http_error 500, 503/);
  });

  it('sees the endpoints and their status codes in the side bar', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    const endpoints = workbench.tree('Top Endpoints');
    const users = shopClients().filter((request) => endpointName(request) === '/api/users');
    const usersRow = new RegExp(`GET /api/users[ ,].*${inEnglish.format(users.length)}`);
    await endpoints.row(usersRow).first().waitFor();
    await endpoints.expand(/POST \/api\/orders/);
    await endpoints
      .row(/400 Bad Request/)
      .first()
      .waitFor();
    await workbench
      .tree('Recent Errors')
      .row(/POST \/api\/orders/)
      .first()
      .waitFor();
    await workbench.screenshot('trees');
  });

  it('sees in Targets how the sources stand and notes on the data', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    await workbench.runCommand(`${productName}: Focus on Targets View`);
    const targets = workbench.tree('Targets');
    await targets.row(/^Metrics, on/).waitFor();
    await targets.row(/^Request log, on/).waitFor();
    await targets.row(/^Server restarts, \d+ in 24 h · last /).waitFor();
    await targets.expand(/^Data quality/);
    await targets.row(/^Dropped samples, 0/).waitFor();
    for (const [theme, name] of themes) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`targets-${name}`);
    }
    await workbench.useTheme('Default Dark Modern');
  });

  it('runs a query from the palette and sorts its result', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Query: Top 10 Endpoints by Traffic`);
    const { frame } = workbench.webview('Top 10 Endpoints by Traffic');
    const head = frame.getByRole('columnheader', { name: 'total_errors' });
    const errors = async (): Promise<number[]> => {
      const cells = await frame.locator('tbody tr > :nth-child(5)').allInnerTexts();
      return cells.map((text) => Number(text.replaceAll(',', '')));
    };
    await frame.getByRole('row').nth(10).waitFor();
    const given = await errors();
    assert.equal(given.length, 10);
    for (const [order, sign] of [
      ['descending', -1],
      ['ascending', 1],
    ] as const) {
      await head.getByRole('button').click();
      await frame.locator(`th[aria-sort="${order}"]`, { hasText: 'total_errors' }).waitFor();
      assert.deepEqual(
        await errors(),
        given.toSorted((a, b) => sign * (a - b)),
      );
    }
    await workbench.screenshot('query');
  });

  it('looks closer at an endpoint, finds it again after looking elsewhere, and comes back', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(await openDashboard());
    await dashboard.openEndpoint('/api/orders');
    await dashboard.panel('Latency distribution').waitFor();
    await dashboard.card('p95 handler').waitFor();
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.screenshot('endpoint');
    await workbench.runCommand(`${productName}: Query: Top 10 Endpoints by Traffic`);
    await workbench.webview('Top 10 Endpoints by Traffic').frame.getByRole('row').first().waitFor();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const again = new DashboardPage(workbench.webview(productName).frame);
    await again.panel('Latency distribution').waitFor();
    await again.backToAll();
  });

  it('selects a window with the keyboard and has it explained', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(await openDashboard());
    await dashboard.endpointRow('/api/users').first().waitFor();
    await dashboard.selectSteps('Traffic', 5);
    await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
    await explained
      .getByText(/of the change:/)
      .first()
      .waitFor();
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await workbench.screenshot('explained');
    await explained.getByRole('button', { name: 'Close explanation' }).click();
    await dashboard.selection.first().getByRole('button', { name: 'Clear selection' }).click();
  });

  it('is told that the delay of a window was injected, and since when', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(await openDashboard());
    await dashboard.selectWith('Traffic', '5xx');
    await dashboard.selection.first().getByRole('button', { name: 'Explain' }).click();
    const explained = dashboard.frame.getByRole('region', { name: /explained$/ });
    await explained
      .getByText(
        /^p50 .*\sms: 9\d\.\d% of the added time is injected delay on .* endpoints, since the restart at \d\d:\d\d\.$/,
      )
      .waitFor();
    await workbench.screenshot('explained-delay');
    await explained.getByRole('button', { name: 'Close explanation' }).click();
    await dashboard.selection.first().getByRole('button', { name: 'Clear selection' }).click();
  });

  it('is told what only one of two periods had, and which endpoints really changed', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(await openDashboard());
    await dashboard.selectWith('Traffic', '5xx');
    await dashboard.selection.first().getByRole('button', { name: 'Zoom In' }).click();
    await dashboard.comparedWith('previous period').waitFor();
    const endpoints = dashboard.panel('Endpoints');
    const changed = endpoints.locator('.changed');
    await changed
      .getByText(/Only after: [\d,]+ injected faults, injected delay.* endpoints really changed:/)
      .waitFor();
    // The faults made no endpoint worse. What is noise says so where one points at it.
    assert.equal(await endpoints.locator('td.error-rate .change-mark.worse').count(), 0);
    const row = dashboard.endpointRow('/api/products').first();
    const rate = row.locator('td.error-rate');
    assert.match((await rate.getAttribute('title')) ?? '', /, was 0%: .* Not more than noise\.$/);
    const slower = endpoints.locator('td.p95:has(.change-mark.worse)').first();
    assert.match((await slower.getAttribute('title')) ?? '', /^Median .* More than noise\.$/);
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    for (const [theme, name] of themes) {
      await workbench.useTheme(theme);
      await endpoints.scrollIntoViewIfNeeded();
      await workbench.screenshot(`changed-${name}`);
    }
    await changed.getByRole('button').first().click();
    await dashboard.card('p95 handler').waitFor();
    await dashboard.backToAll();
    await dashboard.toolbarButton(/^Back to/).click();
  });

  it('sees the numbers of a chart as a table', async () => {
    const dashboard = new DashboardPage(await openDashboard());
    const button = dashboard.frame.getByRole('button', { name: 'Show Traffic as table' });
    await button.click();
    const heads = dashboard.panel('Traffic').getByRole('columnheader');
    await heads.filter({ hasText: '2xx' }).waitFor();
    const names = await heads.allInnerTexts();
    const steps = await dashboard.rows('Traffic');
    const sum = (name: string): number =>
      steps
        .map((row) => row[names.indexOf(name)])
        .filter((cell) => cell !== notCollected)
        .map((cell) => Number(cell?.replaceAll(',', '')))
        .reduce((all, count) => all + count, 0);
    assert.equal(
      sum('2xx'),
      countOf((status) => status >= 200 && status < 300),
    );
    assert.equal(
      sum('5xx'),
      countOf((status) => status >= 500),
    );
    await button.click();
  });

  it('narrows the traffic down to a protocol', async () => {
    const { workbench } = current();
    const dashboard = new DashboardPage(await openDashboard());
    const protocol = dashboard.frame.getByRole('combobox', { name: 'Protocol' });
    await protocol.click();
    await dashboard.frame.getByRole('option', { name: 'GraphQL' }).click();
    const graphql = sent['graphql query 200'] ?? 0;
    await dashboard
      .card('Requests')
      .getByText(inEnglish.format(graphql), { exact: true })
      .waitFor();
    await workbench.screenshot('graphql');
    await protocol.click();
    await dashboard.frame.getByRole('option', { name: 'All', exact: true }).click();
    await dashboard
      .card('Requests')
      .getByText(inEnglish.format(requests), { exact: true })
      .waitFor();
  });

  it('marks the start of a session and can compare against it', async () => {
    const { workbench } = current();
    const { frame } = new DashboardPage(await openDashboard());
    await workbench.runCommand(`${productName}: Mark Session Start...`);
    const box = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.fill('new cache');
    await box.press('Enter');
    await frame.getByRole('combobox', { name: 'Compare' }).click();
    await frame.getByRole('option', { name: /^before “new cache”/ }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  for (const [theme, name] of themes) {
    it(`can show it in ${name}, with no complaint of the browser`, async () => {
      const { workbench } = current();
      await openDashboard();
      await workbench.useTheme(theme);
      await workbench.screenshot(`dashboard-${name}`);
      assert.deepEqual(await accessibilityViolations(workbench.webview(productName).frame), []);
      assert.deepEqual(workbench.webview(productName).takeProblems(), []);
    });
  }
});
