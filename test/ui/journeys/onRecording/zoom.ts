import { strict as assert } from 'node:assert';
import { productName } from '../../../../src/ids';
import { DashboardPage } from '../../pages/dashboardPage';
import { inPage } from '../../pages/inPage';
import { layoutFaults, runningAnimations } from '../../pages/layout';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

describe('a person who reads at 200 %', () => {
  const current = useWorkbench({ viewport: { width: 720, height: 500 }, deviceScaleFactor: 2 });
  const recording = useRecording(current);

  before(async () => {
    await current().workbench.closeSideBar();
  });

  it('sees everything without scrolling sideways and without overlaps', async () => {
    const dashboard = await recording.openDashboard();
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    await current().workbench.screenshot('zoom-200');
    await dashboard.openEndpoint('/api/orders');
    await dashboard.panel('Latency distribution').waitFor();
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    await dashboard.backToAll();
  });

  it('operates it', async () => {
    await operates(new DashboardPage(current().workbench.webview(productName).frame));
  });
});

describe('a person with a dashboard 400 pixels wide', () => {
  const current = useWorkbench({ viewport: { width: 448, height: 900 } });
  const recording = useRecording(current);

  before(async () => {
    await current().workbench.closeSideBar();
  });

  it('sees everything without scrolling sideways and without overlaps', async () => {
    const dashboard = await recording.openDashboard();
    const width = await inPage<number>(dashboard.frame, '() => window.innerWidth');
    assert.ok(width <= 400, `${width} pixels wide`);
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    await current().workbench.screenshot('narrow-400');
    await dashboard.openEndpoint('/api/orders');
    await dashboard.panel('Latency distribution').waitFor();
    assert.deepEqual(await layoutFaults(dashboard.frame), []);
    await dashboard.backToAll();
  });

  it('operates it', async () => {
    await operates(new DashboardPage(current().workbench.webview(productName).frame));
  });

  it('sees nothing move, having asked for less motion', async () => {
    const { frame } = new DashboardPage(current().workbench.webview(productName).frame);
    assert.deepEqual(await runningAnimations(frame), []);
  });
});

describe('a person who makes the dashboard wider', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  const recording = useRecording(current);

  before(async () => {
    await current().workbench.closeSideBar();
  });

  it('sees everything whole at every width, of all endpoints and of one', async () => {
    const { page } = current().workbench;
    const dashboard = await recording.openDashboard();
    const own = await inPage<number>(dashboard.frame, '() => window.innerWidth');
    const beside = (page.viewportSize()?.width ?? 0) - own;
    const found: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const width of [600, 800, 1040, 1200, 1440, 1920]) {
        await page.setViewportSize({ width: width + beside, height: 900 });
        await dashboard.whenWide(width);
        await current().workbench.screenshot(`width-${what}-${width}`);
        const faults = await layoutFaults(dashboard.frame);
        found.push(...faults.map((fault) => `${what}, ${width}: ${fault}`));
      }
    };
    await look('all');
    await dashboard.openEndpoint('/api/orders');
    await dashboard.panel('Latency distribution').waitFor();
    await look('one');
    assert.deepEqual(found, []);
  });
});

/** What is behind a menu when there is little room can be chosen all the same. */
async function operates(dashboard: DashboardPage): Promise<void> {
  const { frame } = dashboard;
  await dashboard.chooseRange('6h');
  assert.equal((await dashboard.chosen()).range, '6h');
  await dashboard.chooseRange('1h');
  await frame.getByRole('button', { name: 'Filters' }).click();
  await dashboard.choose('Protocol', 'GraphQL');
  await dashboard
    .card('Requests')
    .getByText(/^of 11,727$/)
    .waitFor();
  assert.deepEqual(await layoutFaults(frame), []);
  await dashboard.choose('Protocol', 'All');
  await dashboard.search.fill('orders');
  await dashboard.panel('Endpoints').getByText(' of 18 with traffic').waitFor();
  assert.deepEqual(await layoutFaults(frame), []);
  await dashboard.search.fill('');
  await frame.getByRole('button', { name: 'Filters' }).click();
  await dashboard.toolbarButton('Refresh').click();
  await dashboard.tableSwitch('Traffic').click();
  await dashboard.panel('Traffic').getByRole('columnheader', { name: '2xx' }).waitFor();
  assert.deepEqual(await layoutFaults(frame), []);
  await dashboard.tableSwitch('Traffic').click();
}
