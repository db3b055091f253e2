import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetDatabasePath } from '../../../../src/domain/target';
import { productName, settingKeys } from '../../../../src/ids';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { focused } from '../../pages/focusWalk';
import type { Theme } from '../../pages/workbenchPage';
import { collectingProcess } from '../../collectingProcess';
import { useRecording } from '../../useRecording';
import { useWorkbench } from '../../useWorkbench';

const themes: readonly Theme[] = [
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
  'Default Dark Modern',
];

describe('a person who needs the dashboard to be accessible, whatever the state', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  const recording = useRecording(current, true);
  let storage: string;

  before(() => {
    storage = mkdtempSync(join(tmpdir(), 'states-'));
  });

  after(() => {
    rmSync(storage, { recursive: true, force: true });
  });

  function dashboard(): DashboardPage {
    return new DashboardPage(current().workbench.webview(productName).frame);
  }

  /** axe finds nothing in any of the themes. */
  async function isAccessible(state: string): Promise<void> {
    const { workbench } = current();
    for (const theme of themes) {
      await workbench.useTheme(theme);
      assert.deepEqual(await accessibilityViolations(dashboard().frame), [], `${state}, ${theme}`);
    }
  }

  it('sees how much of the range was collected', async () => {
    const page = await recording.openDashboard();
    await page.chooseRange('6h');
    await page.frame.getByText(/^\d+\smin of 6\sh collected$/).waitFor();
    await isAccessible('partial');
    await page.openEndpoint('/api/orders');
    await page.panel('Latency distribution').waitFor();
    await isAccessible('partial-endpoint');
    await page.backToAll();
  });

  it('sees that a read takes its time, while the numbers of before stay', async () => {
    const page = dashboard();
    const host = collectingProcess(recording.storage());
    // As when the machine is busy with something else.
    process.kill(host, 'SIGSTOP');
    try {
      const before = await page.cardTexts('Requests');
      await page.chooseRange('7d');
      await page.frame.getByText('Reading 7 days…').waitFor();
      assert.deepEqual(await page.cardTexts('Requests'), before);
      await isAccessible('loading');
    } finally {
      process.kill(host, 'SIGCONT');
    }
    await page.frame.getByText('Reading 7 days…').waitFor({ state: 'detached' });
    await page.chooseRange('1h');
  });

  it('sees that the server is gone, and until when the numbers go', async () => {
    const { workbench } = current();
    const page = dashboard();
    await workbench.applySettings({ [settingKeys.scrapeIntervalSeconds]: 1 });
    await page.frame
      .getByText(/^Collecting/)
      .first()
      .waitFor();
    await recording.server().stop();
    await page.frame.getByText(/The numbers below end at/).waitFor();
    await page
      .panel('Endpoints')
      .getByText(/until \d\d:\d\d:\d\d/)
      .waitFor();
    await isAccessible('stale');
    await page.frame.getByRole('button', { name: 'Try Now' }).focus();
    const line = page.frame.getByRole('region', { name: 'Collecting' });
    const tries = /\d+ tries/.exec((await line.textContent()) ?? '')?.[0] ?? '1 try';
    await workbench.page.keyboard.press('Enter');
    await line.filter({ hasNotText: tries }).waitFor();
    assert.equal(await focused(page.frame), 'Try Now');
    await page.openEndpoint('/api/orders');
    await page.panel('Latency distribution').waitFor();
    await isAccessible('stale-endpoint');
    await page.backToAll();
  });

  it('sees why the dashboard cannot be read, above the numbers of before', async () => {
    const { workbench } = current();
    const before = await dashboard().cardTexts('Requests');
    const urls = { metricsUrl: 'http://127.0.0.1:2/metrics', adminUrl: 'http://127.0.0.1:2' };
    mkdirSync(join(storage, targetDatabasePath(urls)), { recursive: true });
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: urls.metricsUrl,
      [settingKeys.adminUrl]: urls.adminUrl,
    });
    const alert = dashboard().frame.getByRole('alert');
    await alert.getByText('The dashboard could not be read.').waitFor();
    assert.deepEqual(await dashboard().cardTexts('Requests'), before);
    const [above, below] = [
      await alert.boundingBox(),
      await dashboard().card('Requests').boundingBox(),
    ];
    assert.ok((above?.y ?? NaN) < (below?.y ?? NaN));
    await isAccessible('failing');
  });

  it('sees that nothing was ever collected, and what to do', async () => {
    const { workbench } = current();
    await workbench.applySettings({ [settingKeys.storagePath]: join(storage, 'empty') });
    await dashboard()
      .frame.getByRole('heading', { name: 'No MockForge server is answering yet' })
      .waitFor();
    await isAccessible('empty');
  });
});
