import { strict as assert } from 'node:assert';
import type { DashboardPage } from '../../pages/dashboardPage';
import { focused, walkByTab } from '../../pages/focusWalk';
import { inPage } from '../../pages/inPage';
import type { Theme } from '../../pages/workbenchPage';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const firstControl = '.toolbar .range[aria-pressed="true"]';
/** Of Tab in a dashboard, however many buttons its groups have. */
const mostStops = 79;
const themes: readonly Theme[] = ['Default Dark Modern', 'Default High Contrast'];

describe('a person without a mouse', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current);
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await recording.openDashboard();
  });

  after(async () => {
    await current().workbench.useTheme('Default Dark Modern');
  });

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await current().workbench.page.keyboard.press(key);
  }

  async function comesEverywhere(first: string): Promise<void> {
    const { page } = current().workbench;
    const { stops, missed } = await walkByTab(page, dashboard.frame, first);
    assert.deepEqual(missed, [], 'what Tab does not come to');
    assert.ok(stops.length <= mostStops, `${stops.length} stops`);
    assert.deepEqual(
      stops.filter(({ name }) => name === ''),
      [],
      'what has no name',
    );
    assert.deepEqual(
      stops.filter(({ isMarked }) => !isMarked).map(({ name }) => name),
      [],
      'what does not show that it has the focus',
    );
  }

  for (const theme of themes) {
    it(`comes to every control by Tab, sees where it is, and leaves again, in ${theme}`, async () => {
      await current().workbench.useTheme(theme);
      await comesEverywhere(firstControl);
      await dashboard.openEndpoint('/api/orders');
      await dashboard.panel('Latency distribution').waitFor();
      // Tables come after the charts.
      await dashboard.panel('Clients of failed requests').waitFor();
      await comesEverywhere(firstControl);
      await dashboard.backToAll();
    });
  }

  it('goes through the ranges and through a legend by arrow keys, and by Tab on from them', async () => {
    const { frame } = dashboard;
    await dashboard.pressedButton('1h').focus();
    await press('ArrowRight');
    assert.equal(await focused(frame), '6h');
    await press('End', 'ArrowRight');
    assert.equal(await focused(frame), '15m');
    await dashboard.panel('Traffic').getByRole('button', { name: /^2xx/ }).focus();
    await press('ArrowLeft');
    assert.match((await focused(frame)) ?? '', /^5xx/);
    await press('Home');
    assert.match((await focused(frame)) ?? '', /^2xx/);
    await press('Tab');
    assert.equal(await focused(frame), 'Show Traffic as table');
  });

  it('operates buttons by Enter and by Space', async () => {
    await dashboard.toolbarButton('6h').focus();
    await press('Enter');
    await dashboard.pressedButton('6h').waitFor();
    await dashboard.toolbarButton('1h').focus();
    await press('Space');
    await dashboard.pressedButton('1h').waitFor();
    await dashboard.toolbarButton(/^Live/).focus();
    await press('Space');
    await dashboard.pressedButton(/^Live/, false).waitFor();
    await press('Enter');
    await dashboard.pressedButton(/^Live/).waitFor();
    const table = dashboard.tableSwitch('Traffic');
    await table.focus();
    await press('Enter');
    await dashboard.panel('Traffic').getByRole('table').waitFor();
    await press('Space');
    await dashboard.chart('Traffic').waitFor();
    const series = dashboard.panel('Traffic').getByRole('button', { name: /^4xx/ });
    await series.focus();
    await press('Space');
    assert.equal(await series.getAttribute('aria-pressed'), 'false');
    await press('Enter');
    assert.equal(await series.getAttribute('aria-pressed'), 'true');
    const endpoints = dashboard.panel('Endpoints');
    await endpoints.getByRole('button', { name: 'Error rate' }).focus();
    await press('Enter');
    await endpoints
      .locator('th[aria-sort="descending"]')
      .getByRole('button', { name: 'Error rate' })
      .waitFor();
    await endpoints.getByRole('button', { name: 'Requests' }).focus();
    await press('Space');
  });

  it('chooses from a dropdown, or leaves it by Escape', async () => {
    const protocol = dashboard.frame.getByRole('combobox', { name: 'Protocol' });
    const option = dashboard.frame.getByRole('option', { name: 'GraphQL' });
    await protocol.focus();
    await press('Space');
    await option.waitFor();
    await press('ArrowDown', 'Enter');
    await option.waitFor({ state: 'hidden' });
    assert.equal((await dashboard.chosen()).protocol, 'HTTP');
    await press('Space');
    await option.waitFor();
    await press('Escape');
    await option.waitFor({ state: 'hidden' });
    await protocol.focus();
    await press('ArrowUp');
    assert.equal((await dashboard.chosen()).protocol, 'All');
  });

  it('opens what can be opened, and closes it by Escape without losing the place', async () => {
    const { frame } = dashboard;
    await dashboard.toolbarButton('Custom...').focus();
    await press('Enter');
    await frame.getByRole('dialog', { name: 'Custom range' }).waitFor();
    await press('Escape');
    await frame.getByRole('dialog', { name: 'Custom range' }).waitFor({ state: 'hidden' });
    assert.equal(await focused(frame), 'Custom...');
    const exports = dashboard.panel('Traffic').getByRole('button', { name: 'Export Traffic' });
    await exports.focus();
    await press('Enter');
    await dashboard.panel('Traffic').getByRole('menu').waitFor();
    await press('ArrowDown', 'Escape');
    await dashboard.panel('Traffic').getByRole('menu').waitFor({ state: 'hidden' });
    assert.equal(await focused(frame), 'Export Traffic');
    await dashboard.selectSteps('Traffic', 3);
    await press('Escape');
    await dashboard.selection.first().waitFor({ state: 'hidden' });
    assert.match((await focused(frame)) ?? '', /^Traffic, /);
  });

  it('looks at a failed request, comes to what can be done with it, and back', async () => {
    const { frame } = dashboard;
    const time = dashboard.panel('Live errors').getByRole('row').nth(1).getByRole('button').first();
    const detail = frame.getByRole('region', { name: 'Failed request', exact: true });
    const name = await time.textContent();
    await time.focus();
    await press('Enter');
    await detail.waitFor();
    await press('Tab');
    assert.equal(await focused(frame), 'Copy as curl');
    await detail.getByRole('button', { name: 'Close' }).focus();
    await press('Escape');
    await detail.waitFor({ state: 'hidden' });
    assert.equal(await focused(frame), name);
    await press('Enter');
    await detail.getByRole('button', { name: 'Close' }).focus();
    await press('Enter');
    await detail.waitFor({ state: 'hidden' });
    assert.equal(await focused(frame), name);
  });

  it('has a window explained, and closes that', async () => {
    const { frame } = dashboard;
    const explained = frame.getByRole('region', { name: /explained$/ });
    await dashboard.selectSteps('Traffic', 4);
    await press('Enter');
    assert.equal(await focused(frame), 'Zoom In');
    await press('Tab', 'Enter');
    await explained.waitFor();
    await explained.getByRole('button', { name: 'Close explanation' }).focus();
    await press('Escape');
    await explained.waitFor({ state: 'hidden' });
    assert.notEqual(await focused(frame), null);
    await press('Escape');
    await dashboard.selection.first().waitFor({ state: 'hidden' });
  });

  it('goes to an endpoint and back, and is where it was', async () => {
    const { frame } = dashboard;
    const row = dashboard.endpointRow('/api/orders').first().getByRole('button').first();
    await row.focus();
    await press('Enter');
    await dashboard.panel('Latency distribution').waitFor();
    assert.equal(await focused(frame), 'Back to the dashboard');
    await press('Enter');
    await dashboard.panel('Endpoints').waitFor();
    await frame.locator('button:focus').filter({ hasText: '/api/orders' }).waitFor();
  });

  it('goes back and scrolls on at once, and stays there', async () => {
    const { frame } = dashboard;
    await dashboard.openEndpoint('/api/orders');
    // Before the answer can be there.
    await inPage(
      frame,
      `(name) => {
        document.querySelector('[aria-label="' + name + '"]').click();
        document.body.dispatchEvent(new WheelEvent('wheel', { bubbles: true }));
        window.scrollTo(0, 50);
      }`,
      'Back to the dashboard',
    );
    await dashboard.endpointRow('/api/users').first().waitFor();
    await dashboard.whenTablesAreRead();
    assert.equal(await inPage(frame, '() => window.scrollY'), 50);
  });
});
