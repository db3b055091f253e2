import { strict as assert } from 'node:assert';
import { systemClock } from '../../../../src/collector/systemClock';
import { productName, settingKeys } from '../../../../src/ids';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { MockForgeServer, send } from '../../../support/mockForgeServer';
import { useWorkbench } from '../../useWorkbench';

describe('a person who doubts the numbers', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  const model = new MockForgeModel(Date.now() - 60_000);
  /** Without it nobody may read the metrics. */
  const query = '?token=hush';
  let server: MockForgeServer;
  let answered = (): void => undefined;

  before(async () => {
    for (let i = 0; i < 5; i++) model.serve({ at: Date.now() - 30_000 });
    model.serve({ at: Date.now() - 20_000, status: 404 });
    server = await MockForgeServer.start(model, systemClock);
    server.metricsAnswer = (request, response) => {
      answered();
      const mayRead = request.url?.endsWith(query) ?? false;
      const body = mayRead ? model.metricsBody(Date.now()) : 'no';
      send(response, 'text/plain', body, mayRead ? 200 : 401);
    };
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.metricsUrl]: server.metricsUrl + query,
      [settingKeys.adminUrl]: server.adminUrl,
    });
    await workbench.runCommand(`${productName}: Scrape Now`);
  });

  after(() => server.stop());

  it('is told that every one is that of the server', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.notified('Every cell is equal: 6 requests in 2 cells.');
    await workbench.screenshot('verify-equal');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('sees which are not, and why', async () => {
    answered = () => {
      model.serve({ at: Date.now() });
    };
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.notified('1 of 2 cells differ.');
    const { frame } = workbench.webview('Cells That Differ');
    const row = frame.getByRole('row').filter({ hasText: 'GET' });
    await row.getByText(/^1 came after the last scrape at /).waitFor();
    await workbench.screenshot('verify-unequal');
    assert.deepEqual(workbench.webview('Cells That Differ').takeProblems(), []);
  });
});
