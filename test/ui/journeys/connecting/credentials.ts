import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productName, settingKeys } from '../../../../src/ids';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { useWorkbench } from '../../useWorkbench';

const token = 'only-for-this-server';

describe('a person whose server asks for a token', () => {
  const current = useWorkbench({ viewport: { width: 1200, height: 900 } });
  let server: LoopbackServer;

  before(async () => {
    server = await LoopbackServer.start();
    server.wanted = `Bearer ${token}`;
    server.serve(3, 'GET', '/secret', 200);
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.openContainer(productName);
  });

  after(() => server.stop());

  it('is told what it wants', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Scrape Now`);
    const told = await workbench.notifications('It wants a token or a password');
    await told.first().waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('gives it unseen, and sees the traffic', async () => {
    const { workbench } = current();
    const { quickInput } = workbench;
    await workbench.runCommand(`${productName}: Set Credentials...`);
    await quickInput.choose('Token');
    const box = quickInput.locator.locator('input[type=password]');
    await box.fill('größe');
    await box.press('Enter');
    await quickInput.locator.getByText('A token can hold letters, digits').waitFor();
    await box.fill(token);
    await workbench.screenshot('credentials');
    await box.press('Enter');
    await workbench.notifications('The editor keeps the credentials.');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench
      .tree('Top Endpoints')
      .row(/secret, 3/)
      .waitFor();
  });

  it('leaves it in no log, setting or database', () => {
    const { folder } = current();
    for (const entry of readdirSync(join(folder, '..', '..'), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      assert.equal(readFileSync(path).includes(token), false, path);
    }
  });

  it('takes it back', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Set Credentials...`);
    await workbench.quickInput.choose('Remove');
    await workbench.notifications('No credentials are sent to');
    await workbench.notifications('It wants a token or a password');
  });
});
