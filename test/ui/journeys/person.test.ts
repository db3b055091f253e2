import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName, settingKeys } from '../../../src/ids';
import { hostedVsCodeSupported } from '../../host/hostPackages';
import { packageExtension } from '../../host/packageExtension';
import { LoopbackServer } from '../../integration/loopbackServer';
import { openWorkbench, type OpenWorkbench } from '../openWorkbench';

/** As `npm start` has it: the package, in an editor that no test drives. */
describe('a person with the packaged extension', () => {
  let folder: string | undefined;
  let server: LoopbackServer | undefined;
  let opened: OpenWorkbench | undefined;

  before(async function () {
    if (!hostedVsCodeSupported()) this.skip();
    this.timeout(90_000);
    server = await LoopbackServer.start();
    folder = mkdtempSync(join(tmpdir(), 'person-'));
    const vsix = join(folder, 'extension.vsix');
    packageExtension(vsix);
    server.serve(4, 'GET', '/api/users', 200);
    opened = await openWorkbench({
      vsix,
      isDriven: false,
      settings: {
        [settingKeys.scrapeIntervalSeconds]: 1,
        [settingKeys.metricsUrl]: server.url,
        [settingKeys.adminUrl]: server.url,
      },
    });
  });

  after(async () => {
    await opened?.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('is told by a notification that pops up what is wrong with a statement', async () => {
    assert.ok(opened);
    const { workbench } = opened;
    await workbench.openContainer(productName);
    await workbench.tree('Top Endpoints').row('/api/users').waitFor();
    await workbench.runCommand(`${productName}: Run SQL...`);
    const box = workbench.quickInput.locator.getByRole('textbox');
    await box.fill('SELECT colour FROM error_events');
    await box.press('Enter');
    await workbench.toasts('no such column: colour').waitFor();
    await workbench.screenshot('person-toast');
  });
});
